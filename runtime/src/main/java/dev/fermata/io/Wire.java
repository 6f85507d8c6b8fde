package dev.fermata.io;

import java.io.IOException;

/** The endpoint below a {@link TlsTransport}, which has the socket. */
interface Wire extends Endpoint {
  /** Asks for no more calls of {@link Input#ready} until a read waits anew. */
  void pauseReads();

  /** What has waited for the transport may be tried again. */
  void resumed();

  /** Both directions have failed. */
  void failed(IOException exception);
}
