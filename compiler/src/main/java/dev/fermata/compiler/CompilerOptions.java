package dev.fermata.compiler;

/**
 * What a front end may choose.
 *
 * @param verify whether the output of every woven class is verified
 * @param verifyPasses whether every method is verified after every pass, as the compiler's own
 *     tests do
 */
public record CompilerOptions(boolean verify, boolean verifyPasses) {
  /** What users get. */
  public static final CompilerOptions DEFAULT = new CompilerOptions(true, false);

  /** What tests use: a broken method is reported with the pass that broke it. */
  public static final CompilerOptions PARANOID = new CompilerOptions(true, true);
}
