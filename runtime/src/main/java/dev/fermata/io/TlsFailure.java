package dev.fermata.io;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Says in a line with whom a handshake failed, and why. */
final class TlsFailure {
  private static final String ALERT = "Received fatal alert: ";

  /** Begins with one of several words. */
  private static final String NO_TLS = "recognized SSL message";

  private static final int MOST_CAUSES = 16;

  private TlsFailure() {}

  /**
   * The exception that is told.
   *
   * @param host whose certificate was expected, or null
   * @return the failure itself, if it is no fault of the peer or the network
   */
  static Throwable of(String peer, @Nullable String host, Throwable failure) {
    if (!(failure instanceof IOException) || failure instanceof SocketTimeoutException) {
      return failure;
    }
    String message = "TLS handshake with " + peer + " failed: " + why(host, failure);
    IOException told =
        failure instanceof SSLException
            ? new SSLHandshakeException(message)
            : new IOException(message);
    told.initCause(failure);
    return told;
  }

  private static String why(@Nullable String host, Throwable failure) {
    Throwable deepest = failure;
    boolean untrusted = false;
    for (int i = 0; i < MOST_CAUSES; i++) {
      if (deepest instanceof CertificateExpiredException) {
        return "its certificate has expired: " + deepest.getMessage();
      }
      if (deepest instanceof CertificateNotYetValidException) {
        return "its certificate is not valid yet: " + deepest.getMessage();
      }
      if (isOtherName(deepest)) {
        return "its certificate is not for host '" + host + "': " + deepest.getMessage();
      }
      untrusted |=
          deepest instanceof CertPathBuilderException
              || deepest instanceof CertPathValidatorException;
      Throwable cause = deepest.getCause();
      if (cause == null) {
        break;
      }
      deepest = cause;
    }
    if (untrusted) {
      return "its certificate is not trusted: " + deepest.getMessage();
    }
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    if (message.contains(NO_TLS)) {
      return "what it sends is not TLS";
    }
    int alert = message.indexOf(ALERT);
    return alert < 0
        ? message
        : "the peer refuses it: " + message.substring(alert + ALERT.length());
  }

  /** The JDK tells of this by the message only. */
  private static boolean isOtherName(Throwable failure) {
    String message = failure.getMessage();
    return failure instanceof CertificateException
        && message != null
        && (message.startsWith("No name matching") || message.startsWith("No subject alternative"));
  }
}
