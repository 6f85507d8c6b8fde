package dev.fermata.io;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * How a connection speaks TLS, as a client or as a server. Immutable: each method gives another
 * one.
 *
 * <pre>{@code
 * Net.connect("example.org", 443, Tls.client().applicationProtocols("h2", "http/1.1"));
 * Net.server(App::serve).tls(Tls.server(contextWithKey)).listen(8443);
 * }</pre>
 *
 * <p>At first: the JDK's default context for clients, whose peers must have a certificate that is
 * trusted, and is for the host they are asked as; no application protocols (ALPN); no certificates
 * of clients; a minute for the handshake; and the versions and cipher suites of the context.
 */
public final class Tls {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** An IPv4 address, or something that is neither a name; what has a colon is IPv6. */
  private static final Pattern NO_NAME = Pattern.compile("[0-9.]*|.*:.*");

  private final boolean isClient;
  private @Nullable SSLContext context;
  private @Nullable String host;
  private boolean checksHost = true;
  private List<String> protocols = List.of();
  private ClientCertificate clientCertificate = ClientCertificate.NONE;
  private Duration handshakeTimeout = MINUTE;
  private @Nullable Consumer<SSLParameters> parameters;

  private enum ClientCertificate {
    NONE,
    WANTED,
    NEEDED
  }

  private Tls(boolean isClient) {
    this.isClient = isClient;
  }

  private Tls(Tls other) {
    isClient = other.isClient;
    context = other.context;
    host = other.host;
    checksHost = other.checksHost;
    protocols = other.protocols;
    clientCertificate = other.clientCertificate;
    handshakeTimeout = other.handshakeTimeout;
    parameters = other.parameters;
  }

  /** For clients, with {@link SSLContext#getDefault}. */
  public static Tls client() {
    return new Tls(true);
  }

  /**
   * For servers.
   *
   * @param context has the server's key and certificate
   */
  public static Tls server(SSLContext context) {
    return new Tls(false).context(context);
  }

  /** With other keys, and other certificates that are trusted. */
  public Tls context(SSLContext other) {
    Tls changed = new Tls(this);
    changed.context = Objects.requireNonNull(other, "context");
    return changed;
  }

  /**
   * With another name than the one that was connected to: the server is asked for it (SNI), and its
   * certificate must be for it. Needed where that is not known, as over a Unix-domain socket.
   */
  public Tls host(String name) {
    Tls changed = new Tls(this);
    changed.host = Objects.requireNonNull(name, "name");
    return changed;
  }

  /**
   * Whether the certificate of the server must be for the host that was connected to, as HTTPS has
   * it (RFC 9110, 4.3.4). Without that, anybody with a trusted certificate for whatever host can
   * listen in.
   */
  public Tls hostNameChecking(boolean on) {
    Tls changed = new Tls(this);
    changed.checksHost = on;
    return changed;
  }

  /**
   * Protocols that may be spoken inside (ALPN), the best one first; see {@link
   * Connection#applicationProtocol}. The handshake fails if the peer names some, and none of these.
   */
  public Tls applicationProtocols(String... names) {
    Tls changed = new Tls(this);
    changed.protocols = List.of(names);
    return changed;
  }

  /**
   * Of a server: asks clients for a certificate, and serves those without one, too; see {@link
   * Connection#tlsSession}.
   */
  public Tls wantClientCertificate() {
    return clientCertificate(ClientCertificate.WANTED);
  }

  /** Of a server: serves only clients with a certificate that its context trusts. */
  public Tls needClientCertificate() {
    return clientCertificate(ClientCertificate.NEEDED);
  }

  private Tls clientCertificate(ClientCertificate kind) {
    if (isClient) {
      throw new IllegalStateException("a server asks for certificates of clients: use Tls.server");
    }
    Tls changed = new Tls(this);
    changed.clientCertificate = kind;
    return changed;
  }

  /**
   * With another limit for the handshake.
   *
   * @throws IllegalArgumentException unless it is positive
   */
  public Tls handshakeTimeout(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException("a handshake within " + limit);
    }
    Tls changed = new Tls(this);
    changed.handshakeTimeout = limit;
    return changed;
  }

  /**
   * Changes all else, such as versions and cipher suites.
   *
   * @param change is called at each handshake, on another thread, with what comes of the rest
   */
  public Tls parameters(Consumer<SSLParameters> change) {
    Tls changed = new Tls(this);
    changed.parameters = Objects.requireNonNull(change, "change");
    return changed;
  }

  // ---- for the handshake -----------------------------------------------------------------------

  /** This, if it is for clients or, else, for servers. */
  Tls checkedFor(boolean clients) {
    if (isClient != clients) {
      throw new IllegalArgumentException(
          clients
              ? "these are options of a server: use Tls.client"
              : "these are options of a client: use Tls.server");
    }
    return this;
  }

  /**
   * The name of the server.
   *
   * @param connected that which was connected to, if it is known
   * @return null for a server's connections, and if there is none
   */
  @Nullable String hostOr(@Nullable String connected) {
    if (!isClient) {
      return null;
    }
    String name = host != null ? host : connected;
    return name != null && name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  /** A new engine that has begun its handshake; any thread, and it may take some time. */
  SSLEngine newEngine(@Nullable String name, int port)
      throws GeneralSecurityException, SSLException {
    SSLContext its = context != null ? context : SSLContext.getDefault();
    SSLEngine engine = name == null ? its.createSSLEngine() : its.createSSLEngine(name, port);
    engine.setUseClientMode(isClient);
    SSLParameters changed = engine.getSSLParameters();
    if (isClient) {
      identify(changed, name);
    } else if (clientCertificate == ClientCertificate.NEEDED) {
      changed.setNeedClientAuth(true);
    } else if (clientCertificate == ClientCertificate.WANTED) {
      changed.setWantClientAuth(true);
    }
    if (!protocols.isEmpty()) {
      changed.setApplicationProtocols(protocols.toArray(String[]::new));
    }
    if (parameters != null) {
      parameters.accept(changed);
    }
    engine.setSSLParameters(changed);
    engine.beginHandshake();
    return engine;
  }

  private void identify(SSLParameters changed, @Nullable String name) throws SSLException {
    if (checksHost) {
      if (name == null) {
        throw new SSLException(
            "it is not known for which host the certificate must be: use Tls.host or"
                + " hostNameChecking(false)");
      }
      changed.setEndpointIdentificationAlgorithm("HTTPS");
    }
    if (name != null && !NO_NAME.matcher(name).matches()) {
      try {
        changed.setServerNames(List.of(new SNIHostName(name)));
      } catch (IllegalArgumentException e) {
        // A name that DNS does not allow, as some networks have, is not asked for.
        changed.setServerNames(List.of());
      }
    }
  }
}
