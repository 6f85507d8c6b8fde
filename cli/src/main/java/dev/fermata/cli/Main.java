package dev.fermata.cli;

import dev.fermata.cli.run.Program;
import dev.fermata.cli.weave.ClassWeaver;

/** The entry point of {@code fermata.jar}. */
public final class Main {
  private Main() {}

  /**
   * Runs the tool.
   *
   * @throws Throwable what the program of {@code fermata run} threw: the JVM prints it, waits for
   *     the program's other threads and exits with 1, as it does for every program
   */
  public static void main(String[] args) throws Throwable {
    RunCommand run = new RunCommand(ClassWeaver.Factory.COMPILER);
    int status = Tool.parser(ClassWeaver.Factory.COMPILER, run).execute(args);
    Program program = run.program();
    if (program != null) {
      program.run(Main.class);
    } else if (status != ExitStatus.OK) {
      System.exit(status);
    }
  }
}
