/** The command line tool: runs one file, weaves, checks and explains compiled classes. */
module dev.fermata.cli {
  requires dev.fermata;
  requires dev.fermata.compiler;
  requires info.picocli;
  requires java.compiler;
  requires static jdk.compiler;
  requires static org.jspecify;

  opens dev.fermata.cli to
      info.picocli;
}
