package dev.fermata.cli.weave;

import java.nio.file.Path;
import java.util.List;

/**
 * How some inputs are woven.
 *
 * @param classPath where classes are found that the inputs refer to, besides the inputs
 * @param nested whether JARs inside of JARs are inputs too
 * @param verify whether the output is verified
 */
public record WeaveOptions(List<Path> classPath, boolean nested, boolean verify) {
  /** Copies. */
  public WeaveOptions {
    classPath = List.copyOf(classPath);
  }
}
