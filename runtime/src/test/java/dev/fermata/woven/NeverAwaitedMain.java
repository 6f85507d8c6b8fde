package dev.fermata.woven;

import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.runtime.Continuations;
import dev.fermata.sync.Channel;
import dev.fermata.sync.Event;
import dev.fermata.sync.Lock;
import dev.fermata.sync.Queue;
import dev.fermata.sync.Select;
import dev.fermata.sync.Semaphore;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A program that makes a coroutine and mostly doesn't await it. */
public final class NeverAwaitedMain {
  private static Object kept;

  private NeverAwaitedMain() {}

  public static void main(String[] arguments) throws Throwable {
    switch (arguments[0]) {
      case "exit" -> kept = make();
      case "collected" -> {
        Watched watched = new Watched(System.err);
        System.setErr(watched);
        WeakReference<Object> made = new WeakReference<>(make());
        while (made.get() != null) {
          System.gc();
        }
        watched.reported.await();
      }
      case "loop" ->
          Fermata.run(
              Script.script("main")
                  .step(
                      in -> {
                        kept = make();
                        return null;
                      })
                  .cold());
      case "sleep" -> kept = Fermata.sleep(Duration.ofSeconds(1));
      case "acquire" -> kept = new Lock().acquire();
      case "withLock" -> kept = new Lock().withLock(Fermata.completed(1));
      case "sync" -> Fermata.run(Script.script("main").step(in -> Fermata.spawn(sync())).cold());
      case "awaited" -> {
        Continuations.await(make());
        Fermata.run(Fermata.sleep(Duration.ofNanos(1)));
        Fermata.run(Script.script("main").step(in -> Fermata.spawn(make())).cold());
        Fermata.run(Script.script("main").step(in -> Fermata.gather(make(), make())).cold());
        Fermata.completed(1);
        Fermata.yieldNow();
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("end of main");
    if (kept instanceof Thread) {
      throw new AssertionError("never");
    }
  }

  /** Tries, and waits in queues, where places are made that nobody awaits. */
  private static Coroutine<Object> sync() {
    Lock lock = new Lock();
    Semaphore semaphore = new Semaphore(1);
    Channel<Integer> channel = Channel.rendezvous();
    Queue<Integer> queue = Queue.fifo(1);
    return Script.script("sync")
        .step(in -> lock.tryAcquire() != null && semaphore.tryAcquire() != null)
        .step(in -> Fermata.spawn(channel.receive()) == null)
        .step(in -> Fermata.spawn(queue.take()) == null)
        .step(in -> Fermata.spawn(channel.iterator().hasNextAsync()) == null)
        .step(
            in ->
                Fermata.spawn(
                        new Select<Integer>()
                            .onReceive(channel, x -> x)
                            .onTake(queue, x -> x)
                            .onSet(new Event(), () -> 1))
                    == null)
        .step(in -> Fermata.yieldNow())
        .step(in -> channel.send(1))
        .step(in -> queue.put(1))
        .step(in -> queue.put(2))
        .step(in -> Fermata.yieldNow())
        .cold();
  }

  private static Coroutine<Integer> make() {
    return Woven.square(3);
  }

  /** The error stream, which tells when a place was printed to it. */
  private static final class Watched extends PrintStream {
    private final CountDownLatch reported = new CountDownLatch(1);

    Watched(PrintStream out) {
      super(out, true);
    }

    @Override
    public void println(String line) {
      super.println(line);
      if (line.startsWith("  made at")) {
        reported.countDown();
      }
    }
  }
}
