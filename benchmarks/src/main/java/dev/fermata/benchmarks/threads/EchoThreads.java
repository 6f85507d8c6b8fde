package dev.fermata.benchmarks.threads;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Sends back what it gets. */
public final class EchoThreads {
  private EchoThreads() {}

  /** Until the client has closed its side. */
  public static void sendBack(Socket client) throws IOException {
    byte[] buffer = new byte[8 << 10];
    InputStream in = client.getInputStream();
    OutputStream out = client.getOutputStream();
    int read = in.read(buffer);
    while (read >= 0) {
      out.write(buffer, 0, read);
      read = in.read(buffer);
    }
  }
}
