package dev.fermata;

/**
 * What a generator that is closed gets at the {@code emit} at which it is held, so that its {@code
 * finally} blocks run. It is an error, so that {@code catch (Exception e)} does not swallow it.
 * What it has suppressed when it leaves the body is thrown by the close.
 */
public final class GeneratorClosed extends Error {
  private static final long serialVersionUID = 1L;

  GeneratorClosed() {
    super("the generator was closed", null, true, false);
  }
}
