package dev.fermata.tests.io;

import dev.fermata.io.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * What the tests of TLS speak it with.
 *
 * @param local of a server at localhost, which trusts the client that has a key
 * @param elsewhere of a server at another host
 * @param expired of a server whose certificate has expired
 * @param trusting of a client that trusts them all
 * @param trustingWithKey of a client with a certificate, which trusts the first
 */
record TlsContexts(
    SSLContext local,
    SSLContext elsewhere,
    SSLContext expired,
    SSLContext trusting,
    SSLContext trustingWithKey) {
  static final String TLS_1_2 = "TLSv1.2";
  static final String TLS_1_3 = "TLSv1.3";

  /** They cost some seconds: all tests have the same. */
  static final TlsContexts ALL = make();

  private static TlsContexts make() {
    try {
      Path folder = Files.createTempDirectory("fermata-tls");
      try {
        return make(folder);
      } finally {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static TlsContexts make(Path folder) {
    String forLocal = "san=dns:localhost,ip:127.0.0.1";
    Certificates its = Certificates.make(folder, "local", "-ext", forLocal);
    Certificates others = Certificates.make(folder, "elsewhere", "-ext", "san=dns:elsewhere.test");
    Certificates old =
        Certificates.makeSigned(
            folder, "old", "-ext", forLocal, "-startdate", "-20d", "-validity", "10");
    Certificates client = Certificates.make(folder, "client");
    return new TlsContexts(
        its.context(client),
        others.context(),
        old.context(),
        Certificates.trusting(its, others, old),
        client.context(its));
  }

  /** What servers speak, unless something else is tested. */
  Tls server() {
    return Tls.server(local);
  }

  /** What clients speak. */
  Tls client() {
    return Tls.client().context(trusting);
  }

  /** In one version only. */
  static Tls only(Tls tls, String protocol) {
    return tls.parameters(parameters -> parameters.setProtocols(new String[] {protocol}));
  }
}
