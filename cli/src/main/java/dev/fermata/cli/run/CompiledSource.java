package dev.fermata.cli.run;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a source file.
 *
 * @param topLevelClasses the file's top-level classes in their order, as Java names them
 * @param classes all class files by internal name
 */
record CompiledSource(List<String> topLevelClasses, SortedMap<String, byte[]> classes) {
  /** Copies. */
  CompiledSource {
    topLevelClasses = List.copyOf(topLevelClasses);
    classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
  }

  /** The same file with other class files. */
  CompiledSource with(SortedMap<String, byte[]> otherClasses) {
    return new CompiledSource(topLevelClasses, otherClasses);
  }
}
