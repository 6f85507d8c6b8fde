import static dev.fermata.Fermata.*;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.io.AsyncFile;
import dev.fermata.io.AsyncFiles;
import dev.fermata.io.EndOfStreamException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.zip.CRC32;

/** Reads and writes files. */
public class FileAccess {
  @Async
  public static Coroutine<List<Object>> streams(Path folder) throws IOException {
    List<Object> log = new ArrayList<>();
    Path path = folder.resolve("notes");
    try (AsyncFile file = await(AsyncFile.open(path, CREATE, WRITE))) {
      file.write("one\n");
      file.write("two\n");
      log.add(file.writePosition());
      await(file.flush());
      log.add(await(file.size()));
    }
    try (AsyncFile file = await(AsyncFile.open(path, APPEND))) {
      file.write("three"); // written by the close
    }
    try (AsyncFile file = await(AsyncFile.open(path))) {
      log.add(await(file.readLine()));
      log.add(file.readPosition());
      log.add(new String(await(file.readExactly(3))));
      file.seek(0);
      for (String line : file.lines()) {
        log.add(line);
      }
      log.add(await(file.read(10)).length);
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> positions(Path folder) throws IOException {
    List<Object> log = new ArrayList<>();
    try (AsyncFile file = await(AsyncFile.open(folder.resolve("p"), CREATE, READ, WRITE))) {
      await(file.writeAt(ByteBuffer.wrap("abcdef".getBytes()), 0));
      await(file.writeAt(ByteBuffer.wrap("XY".getBytes()), 4));
      ByteBuffer into = ByteBuffer.allocate(4);
      log.add(await(file.readAt(into, 3)));
      log.add(new String(into.array(), 0, into.position()));
      log.add(await(file.readAt(into.clear(), 100)));
      await(file.truncate(2));
      log.add(await(file.size()));
      await(file.force(true));
      file.seek(2);
      file.write("!");
      try {
        file.seek(0);
      } catch (IllegalStateException e) {
        log.add(e.getMessage().replace(file.toString(), "the file"));
      }
      await(file.flush());
      file.seek(0);
      log.add(new String(await(file.readAll(10))));
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> wholes(Path folder) throws IOException {
    List<Object> log = new ArrayList<>();
    Path path = folder.resolve("whole");
    await(AsyncFiles.writeString(path, "a\nb\n"));
    log.add(await(AsyncFiles.readString(path)));
    for (String line : AsyncFiles.lines(path)) {
      log.add(line);
      break;
    }
    for (String line : AsyncFiles.lines(path)) {
      log.add(line);
    }
    Path copy = folder.resolve("copy");
    log.add(await(AsyncFiles.copy(path, copy)));
    await(AsyncFiles.write(path, new byte[] {'c'}));
    try {
      await(AsyncFiles.copy(path, copy), IOException.class);
    } catch (IOException e) {
      log.add(e.getClass().getSimpleName());
    }
    log.add(await(AsyncFiles.copy(path, copy, TRUNCATE_EXISTING)));
    log.add(new String(await(AsyncFiles.readAllBytes(copy))));
    log.add(await(AsyncFiles.copy(Path.of("/proc/self/status"), folder.resolve("status"))) > 0);
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> failures(Path folder) throws IOException {
    List<Object> log = new ArrayList<>();
    try {
      await(AsyncFile.open(folder.resolve("none")), IOException.class);
    } catch (IOException e) {
      log.add(e.getClass().getSimpleName());
    }
    try {
      for (String line : AsyncFiles.lines(folder)) {
        log.add(line);
      }
    } catch (Exception e) {
      log.add(e instanceof IOException);
    }
    Path path = folder.resolve("some");
    await(AsyncFiles.writeString(path, "12"));
    AsyncFile kept = await(AsyncFile.open(path));
    try (AsyncFile file = kept) {
      try {
        await(file.readExactly(3), IOException.class);
      } catch (EndOfStreamException e) {
        log.add(new String(e.partial()));
      }
      file.write("not for reading only");
      try {
        await(file.flush(), IOException.class);
      } catch (IOException e) {
        log.add("flush: " + e.getClass().getSimpleName());
      }
    } catch (Exception e) {
      log.add("close: " + e.getClass().getSimpleName());
    }
    log.add(kept.isOpen());
    try {
      await(kept.readLine(), IOException.class);
    } catch (ClosedChannelException e) {
      log.add("closed");
    }
    return completed(log);
  }

  /** Ends before a read of its own has come back. */
  @Async
  static Coroutine<Integer> reads(AsyncFile file, ByteBuffer into) {
    return completed(await(file.read(into)));
  }

  @Async
  public static Coroutine<List<Object>> a_cancelled_read_loses_nothing(Path folder)
      throws IOException {
    List<Object> log = new ArrayList<>();
    Path path = folder.resolve("digits");
    await(AsyncFiles.writeString(path, "0123456789"));
    try (AsyncFile file = await(AsyncFile.open(path))) {
      Task<Integer> read = spawn(reads(file, ByteBuffer.allocate(5)));
      await(yieldNow());
      read.cancel(false);
      try {
        await(read);
      } catch (CancellationException e) {
        log.add("cancelled");
      }
      log.add(new String(await(file.readAll(20))));
      Task<Integer> another = spawn(reads(file, ByteBuffer.allocate(5)));
      await(yieldNow());
      another.cancel(false);
      await(gatherSettled(another));
      file.seek(4);
      log.add(new String(await(file.readExactly(3))));
    }
    return completed(log);
  }

  @Async
  static Coroutine<String> opens(Path path, List<Object> log) {
    try (AsyncFile file = await(AsyncFile.open(path, CREATE, WRITE))) {
      log.add("open");
      file.write("kept");
      await(yieldNow());
      log.add("not reached");
    } finally {
      log.add("finally");
    }
    return completed("not reached");
  }

  @Async
  public static Coroutine<List<Object>> a_cancelled_open_is_closed(Path folder) {
    List<Object> log = new ArrayList<>();
    Path path = folder.resolve("opened");
    Task<String> task = spawn(opens(path, log));
    await(yieldNow());
    task.cancel(false);
    try {
      await(task);
    } catch (CancellationException e) {
      log.add("cancelled");
    }
    log.add(await(AsyncFiles.readString(path)));
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> a_cancelled_copy_leaves_nothing(Path folder) {
    List<Object> log = new ArrayList<>();
    Path copy = folder.resolve("zeros");
    Task<Long> copying = spawn(AsyncFiles.copy(Path.of("/dev/zero"), copy)); // it has no end
    while (!Files.exists(copy)) {
      await(sleep(Duration.ofMillis(1)));
    }
    log.add(copying.isDone());
    copying.cancel(false);
    try {
      await(copying);
    } catch (CancellationException e) {
      log.add("cancelled");
    }
    log.add(Files.exists(copy));
    return completed(log);
  }

  /** Writes much with bounded memory, and reads it, both in parts that do not fit. */
  @Async
  public static Coroutine<Boolean> much(Path folder, int megabytes) throws IOException {
    Path path = folder.resolve("much");
    CRC32 written = new CRC32();
    byte[] piece = new byte[10_007];
    long size = (long) megabytes << 20;
    int mostKept = 0;
    try (AsyncFile file = await(AsyncFile.open(path, CREATE, WRITE))) {
      for (long at = 0; at < size; at += piece.length) {
        for (int i = 0; i < piece.length; i++) {
          piece[i] = (byte) ((at + i) * 31 >> 3);
        }
        file.write(piece);
        written.update(piece);
        mostKept = Math.max(mostKept, file.unwritten());
        await(file.drain());
      }
    }
    CRC32 read = new CRC32();
    try (AsyncFile file = await(AsyncFile.open(path))) {
      ByteBuffer into = ByteBuffer.allocate(7_001);
      while (await(file.read(into.clear())) >= 0) {
        read.update(into.flip());
      }
    }
    return completed(
        read.getValue() == written.getValue() && mostKept <= (64 << 10) + piece.length);
  }

  @Async
  public static Coroutine<Integer> many(Path folder, int count) throws IOException {
    List<Coroutine<Integer>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(writesAndReads(folder.resolve("file" + i), "text " + i));
    }
    int right = 0;
    for (int result : await(gather(all))) {
      right += result;
    }
    return completed(right);
  }

  @Async
  static Coroutine<Integer> writesAndReads(Path path, String text) {
    await(AsyncFiles.writeString(path, text));
    for (String line : AsyncFiles.lines(path)) {
      return completed(line.equals(text) ? 1 : 0);
    }
    return completed(0);
  }
}
