package dev.fermata.cli.weave;

/** Something that the user gave can't be used; the message is one line that says what and why. */
public final class BadInputException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Takes the line, without the tool's name. */
  public BadInputException(String message) {
    super(message);
  }
}
