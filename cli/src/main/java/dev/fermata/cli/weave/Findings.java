package dev.fermata.cli.weave;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.diagnostic.Severity;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with the input, so that one run shows all of it. */
public final class Findings implements DiagnosticSink {
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @Override
  public void report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  /** Takes a file that can't be used: one line, without the tool's name. */
  void problem(String line) {
    problems.add(line);
  }

  /** Takes what the user should know though nothing is wrong: one line. */
  void note(String line) {
    notes.add(line);
  }

  /** Takes all that another one has, behind what is here. */
  void addAll(Findings others) {
    diagnostics.addAll(others.diagnostics);
    problems.addAll(others.problems);
    notes.addAll(others.notes);
  }

  /** Whether nothing may be written or run. */
  public boolean hasErrors() {
    return errors() > 0;
  }

  /** How many diagnostics are errors, and how many files can't be used. */
  public int errors() {
    return problems.size() + (int) count(Severity.ERROR);
  }

  /** How many diagnostics are warnings. */
  public int warnings() {
    return (int) count(Severity.WARNING);
  }

  private long count(Severity severity) {
    return diagnostics.stream().filter(d -> d.code().severity() == severity).count();
  }

  /** Prints the diagnostics in the order of their places, then the unusable files and the notes. */
  public void print(PrintWriter err) {
    diagnostics.stream().sorted().map(Diagnostic::render).forEach(err::println);
    problems.forEach(line -> err.println("fermata: " + line));
    notes.forEach(line -> err.println("fermata: " + line));
    err.flush();
  }
}
