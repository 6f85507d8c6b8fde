import static dev.fermata.Fermata.*;

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
}
