package dev.fermata.agent;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind {@code -javaagent:fermata-agent.jar=}.
 *
 * @param include only these classes are woven; empty stands for all
 * @param exclude these classes are not woven, even if included
 * @param dump where woven classes are written to, or null
 * @param verbose whether each woven class is logged
 */
record AgentOptions(
    List<ClassNameGlob> include,
    List<ClassNameGlob> exclude,
    @Nullable Path dump,
    boolean verbose) {
  private static final String KNOWN =
      "options are include=GLOB[;GLOB], exclude=GLOB[;GLOB], dump=DIR and verbose,"
          + " separated by commas";

  /** Copies. */
  AgentOptions {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /**
   * Parses.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static AgentOptions parse(@Nullable String text) {
    List<ClassNameGlob> include = new ArrayList<>();
    List<ClassNameGlob> exclude = new ArrayList<>();
    Path dump = null;
    boolean verbose = false;
    for (String option : text == null || text.isBlank() ? new String[0] : text.split(",", -1)) {
      int equals = option.indexOf('=');
      String name = (equals < 0 ? option : option.substring(0, equals)).strip();
      String value = equals < 0 ? null : option.substring(equals + 1).strip();
      switch (name) {
        case "include" -> include.addAll(globs(name, value));
        case "exclude" -> exclude.addAll(globs(name, value));
        case "dump" -> dump = folder(required(name, value));
        case "verbose" -> verbose = flag(name, value);
        default -> throw new IllegalArgumentException("unknown option \"" + name + "\"; " + KNOWN);
      }
    }
    return new AgentOptions(include, exclude, dump, verbose);
  }

  private static List<ClassNameGlob> globs(String name, @Nullable String value) {
    List<ClassNameGlob> globs = new ArrayList<>();
    for (String glob : required(name, value).split(";", -1)) {
      String stripped = glob.strip();
      if (!stripped.isEmpty()) {
        globs.add(new ClassNameGlob(stripped));
      }
    }
    return globs;
  }

  private static Path folder(String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("dump: not a path: " + value, e);
    }
  }

  private static boolean flag(String name, @Nullable String value) {
    if (value != null) {
      throw new IllegalArgumentException("option \"" + name + "\" takes no value; " + KNOWN);
    }
    return true;
  }

  private static String required(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("option \"" + name + "\" lacks its value; " + KNOWN);
    }
    return value;
  }

  /** Whether a class, named as in class files, is to be woven if it has something to weave. */
  boolean covers(String internalName) {
    return (include.isEmpty() || matches(include, internalName)) && !matches(exclude, internalName);
  }

  private static boolean matches(List<ClassNameGlob> globs, String internalName) {
    for (ClassNameGlob glob : globs) {
      if (glob.matches(internalName)) {
        return true;
      }
    }
    return false;
  }
}
