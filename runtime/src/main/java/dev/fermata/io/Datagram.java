package dev.fermata.io;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** What one packet of UDP has brought. */
public final class Datagram {
  private final byte[] data;
  private final SocketAddress sender;

  Datagram(byte[] data, SocketAddress sender) {
    this.data = data;
    this.sender = sender;
  }

  /** The content, as this datagram's own array. */
  public byte[] data() {
    return data;
  }

  /** The content as text in UTF-8. */
  public String text() {
    return new String(data, StandardCharsets.UTF_8);
  }

  /** Who has sent it. */
  public SocketAddress sender() {
    return sender;
  }

  @Override
  public String toString() {
    return "Datagram[" + data.length + " bytes from " + sender + "]";
  }
}
