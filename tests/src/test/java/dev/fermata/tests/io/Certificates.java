package dev.fermata.tests.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and their certificates, made by the JDK's own tool. */
final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String ALIAS = "one";

  private static final String AUTHORITY = "authority";

  /** The key, and nothing else. */
  private final KeyStore store;

  /** What others have to trust. */
  private final Certificate anchor;

  private Certificates(KeyStore store, Certificate anchor) {
    this.store = store;
    this.anchor = anchor;
  }

  /**
   * A key and its certificate, which it has signed itself.
   *
   * @param folder gets the file
   * @param options more options of keytool, such as for whom it is
   */
  static Certificates make(Path folder, String name, String... options) {
    Path file = folder.resolve(name + ".p12");
    generate(file, ALIAS, name, options);
    return load(file, ALIAS);
  }

  /** As {@link #make}, with a certificate that an authority has signed. */
  static Certificates makeSigned(Path folder, String name, String... options) {
    Path file = folder.resolve(name + ".p12");
    generate(file, AUTHORITY, AUTHORITY, "-ext", "bc:c");
    List<String> more = new ArrayList<>(List.of("-signer", AUTHORITY));
    more.addAll(List.of(options));
    generate(file, ALIAS, name, more.toArray(String[]::new));
    return load(file, AUTHORITY);
  }

  private static void generate(Path file, String alias, String name, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname"));
    command.addAll(List.of("CN=" + name, "-keystore", file.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    command.addAll(List.of(options));
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new AssertionError(command + ": " + output);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Certificates load(Path file, String anchor) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
      Certificate trusted = store.getCertificate(anchor);
      store.deleteEntry(AUTHORITY);
      return new Certificates(store, trusted);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A context with this key.
   *
   * @param trusted whose certificates are trusted
   */
  SSLContext context(Certificates... trusted) {
    return context(this, trusted);
  }

  /** A context without a key. */
  static SSLContext trusting(Certificates... trusted) {
    return context(null, trusted);
  }

  private static SSLContext context(Certificates own, Certificates... trusted) {
    try {
      KeyStore certificates = KeyStore.getInstance("PKCS12");
      certificates.load(null, null);
      for (int i = 0; i < trusted.length; i++) {
        certificates.setCertificateEntry("trusted" + i, trusted[i].anchor);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(certificates);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own == null ? null : own.store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys.getKeyManagers(), trusted.length == 0 ? null : trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
