package dev.fermata.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a TLS stream: an engine between plain bytes and a socket. Nothing waits here, and
 * no array is held while no record is under way.
 */
final class TlsRecords {
  /** The size of the arrays for records: two of the largest ones, 2^14 bytes and what is around. */
  static final int ARRAY_SIZE = 36 << 10;

  /** So many times what has come is read and dropped before a socket is closed. */
  private static final int DISCARDS = 8;

  private static final String TLS_1_3 = "TLSv1.3";

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketTransport socket;

  /** Records from the socket. */
  private final RecordBuffer in;

  /** What was in a record, and the reader had no room for. */
  private final RecordBuffer plain;

  /** Records for the socket. */
  private final RecordBuffer out;

  private @Nullable SSLEngine engine;

  /** Whether what has come is less than a record. */
  private boolean starved;

  private boolean ended;
  private boolean finished;

  /** Whether something has come since the handshake. */
  private boolean heard;

  /** How an attempt to take in a record went. */
  enum Step {
    /** It may be tried again at once. */
    AGAIN,
    /** Nothing more has come. */
    WAIT,
    /** The engine has a task, which may take long. */
    TASK,
    /** The peer has ended its output. */
    END
  }

  TlsRecords(ArrayPool arrays, SocketTransport socket) {
    this.socket = socket;
    in = new RecordBuffer(arrays);
    plain = new RecordBuffer(arrays);
    out = new RecordBuffer(arrays);
  }

  /**
   * What has come is the beginning of the TLS stream, and what is still to be written precedes it.
   */
  void takeOver(ByteQueue came, ByteQueue unwritten) {
    came.moveTo(in);
    unwritten.moveTo(out);
  }

  /** Whose records these are from now on; before, there are none. */
  void use(SSLEngine one) {
    engine = one;
  }

  SSLEngine engine() {
    return Objects.requireNonNull(engine);
  }

  /** Whether the handshake, or a later one, is under way. */
  boolean isShaking() {
    return engine().getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
  }

  /** Whether the engine has a task, which may take long. */
  boolean hasTask() {
    return engine().getHandshakeStatus() == HandshakeStatus.NEED_TASK;
  }

  /** Whether the peer is going to send something unasked, and has sent nothing so far. */
  boolean awaitsTickets() {
    return !heard
        && engine().getUseClientMode()
        && engine().getSession().getProtocol().equals(TLS_1_3);
  }

  /** Whether the peer has said that it sends nothing more. */
  boolean hasEnded() {
    return ended;
  }

  // ---- in --------------------------------------------------------------------------------------

  /** As {@link #take}, of a handshake, in whose records nothing is. */
  Step shake() throws IOException {
    return take(NOTHING);
  }

  /**
   * Takes in a record, and says what the engine has to say to it.
   *
   * @param into gets what is in the record; what there is no room for is kept
   */
  Step take(ByteBuffer into) throws IOException {
    if (plain.size() > 0) {
      plain.moveTo(into);
      return Step.AGAIN;
    }
    if (ended) {
      return Step.END;
    }
    try {
      if (hasTask()) {
        return Step.TASK;
      }
      if (wantsToSay()) {
        say();
        flushAnswer();
        return Step.AGAIN;
      }
      return (in.size() > 0 && !starved) || fill() ? unwrap(into) : Step.WAIT;
    } catch (SSLException e) {
      sayWhy(e);
      throw e;
    }
  }

  private boolean fill() throws IOException {
    int size = in.size();
    int record = engine().getSession().getPacketBufferSize();
    int read = in.addFrom(socket, size < record ? record - size : record);
    if (read < 0) {
      throw new SSLException(
          isShaking() && !finished
              ? "the peer has ended the connection"
              : "the peer has ended the connection without a TLS close_notify: what has come may"
                  + " be only a part of what was sent");
    }
    starved &= read == 0;
    heard |= read > 0 && !isShaking();
    return read > 0;
  }

  private Step unwrap(ByteBuffer into) throws IOException {
    SSLEngineResult result = engine().unwrap(in.content(), into);
    in.taken();
    if (result.getStatus() == Status.BUFFER_OVERFLOW) {
      result = unwrapAside();
    }
    if (result.getStatus() == Status.BUFFER_UNDERFLOW || waitsAllTheSame(result)) {
      starved = true;
    } else if (result.getStatus() == Status.CLOSED) {
      ended = true;
      if (!engine().getSession().getProtocol().equals(TLS_1_3)) {
        // Before TLS 1.3 the end of one direction is that of the other, too; RFC 5246, 7.2.1.
        end();
        flushAnswer();
      }
    }
    return Step.AGAIN;
  }

  /** Whether an engine does nothing, and does not say why: only other bytes can change that. */
  private boolean waitsAllTheSame(SSLEngineResult result) {
    return result.getStatus() == Status.OK && !hasMoved(result) && !hasTask() && !wantsToSay();
  }

  private SSLEngineResult unwrapAside() throws IOException {
    int size = engine().getSession().getApplicationBufferSize();
    while (true) {
      ByteBuffer room = plain.room(size);
      SSLEngineResult result;
      try {
        result = engine().unwrap(in.content(), room);
      } finally {
        in.taken();
        plain.added();
      }
      if (result.getStatus() != Status.BUFFER_OVERFLOW) {
        return result;
      }
      size = Math.multiplyExact(size, 2);
    }
  }

  // ---- out -------------------------------------------------------------------------------------

  /** How many bytes of records the socket has not taken yet. */
  int pending() {
    return out.size();
  }

  /**
   * Writes as much as the socket takes.
   *
   * @return false if the engine has something else to do first
   */
  boolean write(ByteBuffer source) throws IOException {
    while (source.hasRemaining() && flush()) {
      int record = engine().getSession().getPacketBufferSize();
      SSLEngineResult result;
      do {
        result = wrap(source);
      } while (source.hasRemaining() && hasMoved(result) && out.size() + record <= ARRAY_SIZE);
      if (result.getStatus() == Status.CLOSED) {
        throw new SSLException("the TLS connection was ended: nothing more can be written");
      }
      if (!hasMoved(result)) {
        flush();
        return false;
      }
    }
    flush();
    return true;
  }

  /**
   * Hands records to the socket.
   *
   * @return whether it has taken all of them
   */
  boolean flush() throws IOException {
    try {
      out.writeTo(socket);
    } catch (IOException e) {
      out.clear();
      throw e;
    }
    return out.size() == 0;
  }

  /** A peer that is gone does not hear it; what it has sent before can be read all the same. */
  private void flushAnswer() {
    try {
      flush();
    } catch (IOException unheard) {
      // Who writes is going to be told.
      out.clear();
    }
  }

  /** Tells the peer, once, that nothing more is coming. */
  void finish() throws IOException {
    end();
    flush();
  }

  private void end() throws IOException {
    if (!finished && engine != null) {
      finished = true;
      engine.closeOutbound();
      say();
    }
  }

  /** Adds what the engine has to say of its own. */
  private void say() throws IOException {
    SSLEngineResult result;
    do {
      result = wrap(NOTHING);
    } while (hasMoved(result) && !engine().isOutboundDone() && wantsToSay());
  }

  private boolean wantsToSay() {
    return engine().getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  /** The engine has failed: the peer is told why, if it hears. */
  private void sayWhy(SSLException failure) {
    try {
      if (wantsToSay()) {
        say();
        flush();
      }
    } catch (IOException unheard) {
      failure.addSuppressed(unheard);
    }
  }

  private SSLEngineResult wrap(ByteBuffer source) throws IOException {
    int size = engine().getSession().getPacketBufferSize();
    while (true) {
      ByteBuffer room = out.room(size);
      SSLEngineResult result;
      try {
        result = engine().wrap(source, room);
      } finally {
        out.added();
      }
      if (result.getStatus() != Status.BUFFER_OVERFLOW) {
        return result;
      }
      size = Math.multiplyExact(size, 2);
    }
  }

  private static boolean hasMoved(SSLEngineResult result) {
    return result.bytesConsumed() > 0 || result.bytesProduced() > 0;
  }

  // ---- the end ---------------------------------------------------------------------------------

  /**
   * Drops everything, also what has come and nobody has read: a socket that is closed with that in
   * it resets the connection, and the peer may lose what was written. With TLS 1.3 there is some
   * where nobody reads, as servers send tickets.
   */
  void drop() {
    out.clear();
    plain.clear();
    in.clear();
    socket.arrived();
    try {
      for (int i = 0; i < DISCARDS && in.addFrom(socket, 1) > 0; i++) {
        in.clear();
      }
    } catch (IOException gone) {
      // There is nothing to be lost.
    }
    in.clear();
  }
}
