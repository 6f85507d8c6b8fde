import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static java.time.Duration.ofSeconds;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.Timeout;
import dev.fermata.annotations.Async;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Pages are fetched in a group: the first failure ends the other fetches, and a limit ends all. */
class TaskGroups {
  @Async
  static Coroutine<String> fetch(String page, int seconds) throws IOException {
    try {
      await(sleep(ofSeconds(seconds)));
      if (page.equals("broken")) {
        throw new IOException(page + " can't be read");
      }
      return completed("<" + page + ">");
    } finally {
      System.out.println(page + " ends");
    }
  }

  @Async
  static Coroutine<String> fetchAll(String... pages) throws IOException {
    List<Task<String>> tasks = new ArrayList<>();
    try (var group = TaskGroup.open()) {
      int seconds = 0;
      for (String page : pages) {
        seconds++;
        tasks.add(group.spawn(page, fetch(page, seconds)));
      }
    }
    return completed(String.join(" ", tasks.stream().map(Task::join).toList()));
  }

  @Async
  static Coroutine<Void> program() throws IOException {
    System.out.println(await(fetchAll("home", "news")));
    try {
      await(fetchAll("home", "broken", "news"), IOException.class);
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
    try (var limit = Timeout.open(ofSeconds(1))) {
      await(fetchAll("home", "news"));
    } catch (TimeoutException e) {
      System.out.println(e.getMessage());
    }
    return completed();
  }

  public static void main(String[] args) throws IOException {
    run(program());
  }
}
