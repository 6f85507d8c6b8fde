import static dev.fermata.Fermata.*;

import dev.fermata.AwaitedAs;
import dev.fermata.Coroutine;
import dev.fermata.Suspension;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Operations of a library that are awaited without a coroutine. */
public class LateOperations {
  /** Gives what is put into it, to one who waits at a time. */
  public static class Mailbox {
    final List<String> calls = new ArrayList<>();
    private @Nullable Integer letter;
    private @Nullable Place place;
    int places;

    @AwaitedAs("beginTake")
    public Coroutine<Integer> take(int bonus) {
      calls.add("coroutine");
      return new Place(this, bonus, false);
    }

    Object beginTake(int bonus) throws IOException {
      calls.add("directly");
      Place free = place;
      if (free == null || !free.isFree()) {
        free = new Place(this, bonus, true);
        place = free;
        places++;
      }
      free.bonus = bonus;
      return free.begin();
    }

    public void put(Integer value) {
      Place waiting = place;
      if (waiting == null || !waiting.resume(value)) {
        letter = value;
      }
    }

    /** It names a method that is not there. */
    @AwaitedAs("beginNothing")
    public Coroutine<String> lost() {
      return completed("as written");
    }

    @AwaitedAs("beginShared")
    public static Coroutine<String> shared(String text) {
      return completed("coroutine " + text);
    }

    private static Object beginShared(String text) {
      return "directly " + text;
    }
  }

  /** What it overrides has another body, and what it does not has the same. */
  public static class Loud extends Mailbox {
    @Override
    public Coroutine<Integer> take(int bonus) {
      calls.add("overridden");
      return completed(-bonus);
    }
  }

  public static class Quiet extends Mailbox {}

  private static final class Place extends Suspension<Integer> {
    private final Mailbox mailbox;
    int bonus;

    Place(Mailbox mailbox, int bonus, boolean reusable) {
      super(reusable);
      this.mailbox = mailbox;
      this.bonus = bonus;
    }

    @Override
    protected Object begin() throws IOException {
      if (bonus < 0) {
        throw new IOException("less than nothing");
      }
      Integer letter = mailbox.letter;
      mailbox.letter = null;
      return letter != null ? (Object) (letter + bonus) : suspend();
    }

    @Override
    protected Integer onResume(Integer given) {
      return given + bonus;
    }
  }

  @Async
  static Coroutine<Integer> takes(Mailbox mailbox, int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += await(mailbox.take(i));
    }
    return completed(sum);
  }

  /** The first element is there, for others the task waits. */
  @Async
  public static Coroutine<List<Object>> takes_and_waits(String kind) {
    Mailbox mailbox =
        kind.equals("loud") ? new Loud() : kind.equals("quiet") ? new Quiet() : new Mailbox();
    mailbox.put(1_000);
    Task<Integer> taking = spawn(takes(mailbox, 3));
    await(yieldNow());
    mailbox.put(2_000);
    await(yieldNow());
    mailbox.put(3_000);
    List<Object> log = new ArrayList<>();
    log.add(await(taking));
    log.addAll(mailbox.calls);
    log.add(mailbox.places);
    return completed(log);
  }

  @Async
  public static Coroutine<String> names_a_method_that_is_not_there() {
    return completed(await(new Mailbox().lost()));
  }

  @Async
  public static Coroutine<String> static_one() {
    return completed(await(Mailbox.shared("called")));
  }

  @Async
  public static Coroutine<String> fails() {
    try {
      await(new Mailbox().take(-1), IOException.class);
    } catch (IOException e) {
      return completed(e.getMessage());
    }
    return completed("nothing was thrown");
  }

  /** Whose task was cancelled, or has failed, is free again. */
  @Async
  public static Coroutine<List<Object>> is_used_again() {
    Mailbox mailbox = new Mailbox();
    List<Object> log = new ArrayList<>();
    Task<Integer> cancelled = spawn(takes(mailbox, 1));
    await(yieldNow());
    cancelled.cancel(false);
    try {
      await(cancelled);
    } catch (CancellationException e) {
      log.add("cancelled");
    }
    Task<Integer> failed = spawn(takes(mailbox, 1));
    await(yieldNow());
    mailbox.place.fail(new IllegalStateException("failed"));
    try {
      await(failed);
    } catch (IllegalStateException e) {
      log.add(e.getMessage());
    }
    Task<Integer> last = spawn(takes(mailbox, 1));
    await(yieldNow());
    mailbox.put(5);
    log.add(await(last));
    log.add(mailbox.places);
    return completed(log);
  }

  /** The value that was given is one task's, until it has gone on. */
  @Async
  public static Coroutine<List<Object>> is_not_free_before_its_task_has_gone_on() {
    Mailbox mailbox = new Mailbox();
    Task<Integer> first = spawn(takes(mailbox, 1));
    await(yieldNow());
    mailbox.put(7);
    mailbox.put(8);
    Task<Integer> second = spawn(takes(mailbox, 1));
    List<Object> log = new ArrayList<>();
    log.add(mailbox.place.isFree());
    log.add(await(second));
    log.add(await(first));
    return completed(log);
  }

  /** Two tasks cannot be held at one place. */
  @Async
  public static Coroutine<List<Object>> holds_one_task() {
    Mailbox mailbox = new Mailbox();
    List<Object> log = new ArrayList<>();
    Task<Integer> first = spawn(takes(mailbox, 1));
    await(yieldNow());
    try {
      await(mailbox.place);
    } catch (IllegalStateException e) {
      log.add(e.getMessage());
    }
    mailbox.put(1);
    log.add(await(first));
    return completed(log);
  }
}
