package dev.fermata.io;

import java.io.IOException;

/** The endpoint below a {@link TlsTransport}, which has the socket. */
interface Wire extends Endpoint {
  /** Asks for no more of what comes, until {@link #wantRead} at a time when it can be read. */
  void pauseReads();

  /** What has waited for the transport may be tried again. */
  void resumed();

  /** Both directions have failed. */
  void failed(IOException exception);
}
