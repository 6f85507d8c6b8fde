package dev.fermata.tests.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL with an empty database, which trusts everybody who is on this machine. */
final class PostgresServer extends LocalServer {
  static final String USER = "fermata";

  /** PostgreSQL does not run as root; this user comes with Debian's package. */
  private static final String UNPRIVILEGED = "postgres";

  private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

  private final String pgCtl;
  private final String data;

  private PostgresServer(Path pgCtl) throws IOException {
    this.pgCtl = pgCtl.toString();
    this.data = folder.resolve("data").toString();
  }

  /** Starts one that takes connections; skips the test where none is installed. */
  static PostgresServer start() throws IOException {
    Path initdb = Installed.find("initdb", "postgresql");
    PostgresServer server = new PostgresServer(Installed.find("pg_ctl", "postgresql"));
    try {
      server.begin(initdb.toString());
    } catch (Throwable failure) {
      server.close();
      throw failure;
    }
    return server;
  }

  private void begin(String initdb) throws IOException {
    if (IS_ROOT) {
      UserPrincipal owner =
          folder
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(UNPRIVILEGED);
      Files.setOwner(folder, owner);
    }
    run(
        List.of(
            initdb,
            "-D",
            data,
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync"));
    String options =
        "-p " + port + " -c listen_addresses=" + HOST + " -c unix_socket_directories= -c fsync=off";
    run(List.of(pgCtl, "start", "-w", "-D", data, "-o", options, "-l", folder + "/postgres.log"));
  }

  @Override
  void stop() throws IOException {
    if (Files.exists(Path.of(data, "postmaster.pid"))) {
      run(List.of(pgCtl, "stop", "-w", "-D", data, "-m", "immediate"));
    }
  }

  /** Runs a program of PostgreSQL's to its end. */
  private void run(List<String> command) throws IOException {
    List<String> whole = new ArrayList<>();
    if (IS_ROOT) {
      whole.addAll(List.of("runuser", "-u", UNPRIVILEGED, "--"));
    }
    whole.addAll(command);
    // To a file and not to a pipe, which the server would keep open.
    Path output = folder.resolve("output.txt");
    int status =
        new ProcessBuilder(whole)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .onExit()
            .join()
            .exitValue();
    if (status != 0) {
      throw new IOException(whole + " ended with " + status + ":\n" + Files.readString(output));
    }
  }
}
