package dev.fermata.compiler;

import dev.fermata.compiler.classfile.ClassFileReader;
import dev.fermata.compiler.classfile.ClassFileVersion;
import dev.fermata.compiler.classfile.MalformedClassException;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.Location;
import java.util.List;

/**
 * What is said of class files that can't be read, by the name that they bear themselves where that
 * can be told, and by the one that the front end knows.
 *
 * @param name a file or a class, as the front end calls it
 */
record Unreadable(String name) {
  /** What a class file is called of which nobody knows the name. */
  static final String UNKNOWN = "(unknown class)";

  Diagnostic malformed(byte[] classFile, Exception e) {
    return at(
        classFile,
        DiagnosticCode.MALFORMED_CLASS,
        "no valid class file: " + oneLine(String.valueOf(e.getMessage())),
        "compile the class again");
  }

  Diagnostic compilerFailed(byte[] classFile, RuntimeException e) {
    return at(
        classFile,
        DiagnosticCode.INTERNAL_ERROR,
        "the compiler failed: " + oneLine(e.toString()),
        "please report this with the class file; exclude the class meanwhile");
  }

  Diagnostic tooNew(byte[] classFile, String reason) {
    return at(
        classFile,
        DiagnosticCode.UNSUPPORTED_CLASS_VERSION,
        "a class file of version "
            + versionOf(classFile)
            + " is newer than "
            + ClassFileVersion.NEWEST_KNOWN
            + ", the newest that is known, and is left as it is: "
            + oneLine(reason),
        "use a newer Fermata, or compile with a lower --release");
  }

  private static String versionOf(byte[] classFile) {
    try {
      return String.valueOf(ClassFileVersion.major(classFile));
    } catch (MalformedClassException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Diagnostic at(byte[] classFile, DiagnosticCode code, String message, String fix) {
    String own = ClassFileReader.findName(classFile);
    boolean tellsMore = own != null && !own.equals(name) && !name.equals(UNKNOWN);
    return new Diagnostic(
        code,
        message,
        new Location(own == null ? name : own, null, null, 0),
        tellsMore ? List.of("in " + name) : List.of(),
        fix);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }
}
