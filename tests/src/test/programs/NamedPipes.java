import static dev.fermata.Fermata.*;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.io.AsyncFile;
import dev.fermata.io.AsyncFiles;
import dev.fermata.io.Subprocess;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Files that let those who open them wait for others. */
public class NamedPipes {
  /** Each open of a named pipe waits until somebody writes to it; another file is read meanwhile. */
  @Async
  public static Coroutine<List<Object>> pipes_that_nobody_writes(Path folder, int count)
      throws IOException {
    List<Object> log = new ArrayList<>();
    Path pipe = folder.resolve("pipe");
    await(Subprocess.run("mkfifo", pipe.toString()));
    Files.writeString(folder.resolve("other"), "read");
    List<Task<AsyncFile>> opens = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      opens.add(spawn(AsyncFile.open(pipe)));
    }
    Task<String> reading = spawn(AsyncFiles.readString(folder.resolve("other")));
    for (int i = 0; i < 1_000 && !reading.isDone(); i++) {
      await(sleep(Duration.ofMillis(5)));
    }
    log.add(reading.isDone());
    try (OutputStream writer = await(toThread(() -> new FileOutputStream(pipe.toFile())))) {
      for (Task<AsyncFile> open : opens) {
        await(await(open).closeAsync());
      }
    }
    log.add(await(reading));
    return completed(log);
  }

  @Async
  static Coroutine<Void> writes(Path pipe, int count, List<Object> log) throws IOException {
    try (AsyncFile out = await(AsyncFile.open(pipe, WRITE))) {
      for (int i = 0; i < count; i++) {
        out.write("line " + i + "\n");
        await(out.drain());
      }
      await(out.flush());
      try {
        out.seek(0);
      } catch (IllegalStateException e) {
        log.add(e.getMessage().replace(pipe.toString(), "pipe"));
      }
    }
    return completed();
  }

  /** What has no positions is read and written all the same. */
  @Async
  public static Coroutine<List<Object>> lines_through_a_pipe(Path folder, int count)
      throws IOException {
    List<Object> log = new ArrayList<>();
    Path pipe = folder.resolve("pipe");
    await(Subprocess.run("mkfifo", pipe.toString()));
    Task<Void> writing = spawn(writes(pipe, count, log));
    int lines = 0;
    for (String line : AsyncFiles.lines(pipe)) {
      if (!line.equals("line " + lines++)) {
        log.add(line);
      }
    }
    await(writing);
    log.add(lines);
    return completed(log);
  }
}
