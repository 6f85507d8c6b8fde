package dev.fermata.compiler;

/**
 * What a front end may choose.
 *
 * @param verify whether the output of every woven class is verified
 * @param verifyPasses whether every method is verified after every pass, as the compiler's own
 *     tests do
 * @param codeLimit the size of a woven method in bytes above which its code is made smaller where
 *     that can be, and is warned of where it can't
 */
public record CompilerOptions(boolean verify, boolean verifyPasses, int codeLimit) {
  /** HotSpot's {@code HugeMethodLimit}: a larger method is interpreted for ever. */
  public static final int HUGE_METHOD_LIMIT = 8_000;

  /** What users get. */
  public static final CompilerOptions DEFAULT = new CompilerOptions(true, false);

  /** What tests use: a broken method is reported with the pass that broke it. */
  public static final CompilerOptions PARANOID = new CompilerOptions(true, true);

  /** The options for HotSpot as it is started without options. */
  public CompilerOptions(boolean verify, boolean verifyPasses) {
    this(verify, verifyPasses, HUGE_METHOD_LIMIT);
  }
}
