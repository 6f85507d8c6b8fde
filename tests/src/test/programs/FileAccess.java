import static dev.fermata.Fermata.*;
import static dev.fermata.io.AsyncOpenOption.READ_AHEAD;
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
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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

  private static byte[] numbers(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 31 >> 3);
    }
    return bytes;
  }

  @Async
  public static Coroutine<List<Object>> ahead(Path folder) throws IOException {
    List<Object> log = new ArrayList<>();
    Path path = folder.resolve("small");
    Files.writeString(path, "before");
    try (AsyncFile file = await(AsyncFile.open(path, READ, READ_AHEAD))) {
      Files.writeString(path, "and more after");
      log.add(await(file.size()));
      log.add(new String(await(file.readAll(100))));
      log.add(file.readPosition());
      file.seek(4);
      log.add(new String(await(file.readAll(100))));
    }
    Files.write(path, new byte[0]);
    try (AsyncFile file = await(AsyncFile.open(path, READ_AHEAD))) {
      log.add(await(file.size()));
      log.add(await(file.read(10)).length);
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> ahead_of_pieces(Path folder) throws IOException {
    List<Object> log = new ArrayList<>();
    byte[] content = numbers(300_001);
    Path path = folder.resolve("large");
    Files.write(path, content);
    Path copy = folder.resolve("copy");
    try (AsyncFile file = await(AsyncFile.open(path, READ, READ_AHEAD));
        AsyncFile to = await(AsyncFile.open(copy, CREATE, WRITE))) {
      log.add(await(file.readExactly(70_000))[69_999] == content[69_999]);
      log.add(file.readPosition());
      file.seek(200_000);
      log.add(await(file.readExactly(1))[0] == content[200_000]);
      file.seek(10);
      log.add(file.readPosition());
      log.add(await(file.readExactly(1))[0] == content[10]);
      file.seek(0);
      log.add(await(file.transferTo(to)));
      log.add(file.readPosition());
    }
    log.add(Arrays.equals(await(AsyncFiles.readAllBytes(copy)), content));
    AsyncFile closed = await(AsyncFile.open(path, READ, READ_AHEAD)); // it reads ahead now
    await(closed.closeAsync());
    log.add(closed.isOpen());
    try {
      await(closed.read(1), IOException.class);
    } catch (ClosedChannelException e) {
      log.add("closed");
    }
    try {
      await(closed.size(), IOException.class);
    } catch (ClosedChannelException e) {
      log.add("no size");
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> ahead_of_changes(Path folder) throws IOException {
    List<Object> log = new ArrayList<>();
    byte[] content = numbers(300_000);
    Path path = folder.resolve("shrinks");
    Files.write(path, content);
    try (AsyncFile file = await(AsyncFile.open(path, READ, READ_AHEAD))) {
      try (FileChannel other = FileChannel.open(path, WRITE)) {
        other.truncate(100_000);
      }
      byte[] rest = await(file.readAll(400_000));
      // Two pieces may have been read before.
      log.add(rest.length >= 100_000 && rest.length <= 2 * (64 << 10));
      log.add(Arrays.equals(rest, Arrays.copyOf(content, rest.length)));
      Files.write(path, content);
      file.seek(250_000);
      log.add(await(file.readAll(400_000)).length);
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> ahead_and_cancelled(Path folder) throws IOException {
    List<Object> log = new ArrayList<>();
    Path path = folder.resolve("cancelled");
    byte[] content = numbers(300_000);
    Files.write(path, content);
    int[] reached = {0};
    for (int turns = 0; turns < 20; turns++) {
      CRC32 read = new CRC32();
      try (AsyncFile file = await(AsyncFile.open(path, READ, READ_AHEAD))) {
        Task<Integer> reader = spawn(readsOn(file, read));
        for (int i = 0; i < turns; i++) {
          await(yieldNow());
        }
        reader.cancel(false);
        await(gatherSettled(reader));
        reached[0] += file.readPosition() < content.length ? 1 : 0;
        await(readsOn(file, read));
      }
      CRC32 all = new CRC32();
      all.update(content);
      if (read.getValue() != all.getValue()) {
        log.add("lost after " + turns);
      }
    }
    log.add(reached[0] > 0);
    return completed(log);
  }

  /** Reads up to the end; each read is an await that may be cancelled. */
  @Async
  static Coroutine<Integer> readsOn(AsyncFile file, CRC32 crc) {
    ByteBuffer into = ByteBuffer.allocate(7_001);
    while (await(file.read(into.clear())) >= 0) {
      crc.update(into.flip());
    }
    return completed(0);
  }

  @Async
  public static Coroutine<List<Object>> ahead_of_nothing(Path folder) throws IOException {
    List<Object> log = new ArrayList<>();
    try {
      await(AsyncFile.open(folder, READ, READ_AHEAD), IOException.class);
    } catch (FileSystemException e) {
      log.add(e.getReason());
    }
    try {
      await(AsyncFile.open(folder.resolve("none"), READ_AHEAD), IOException.class);
    } catch (IOException e) {
      log.add(e.getClass().getSimpleName());
    }
    for (OpenOption option : List.of(WRITE, APPEND)) {
      try {
        AsyncFile.open(folder.resolve("some"), option, READ_AHEAD);
      } catch (IllegalArgumentException e) {
        log.add(e.getMessage());
      }
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> ahead_of_what_has_no_size(Path unused) throws IOException {
    List<Object> log = new ArrayList<>();
    try (AsyncFile file = await(AsyncFile.open(Path.of("/proc/self/status"), READ_AHEAD))) {
      log.add(await(file.size()));
      log.add(await(file.readLine()).startsWith("Name:"));
    }
    return completed(log);
  }
}
