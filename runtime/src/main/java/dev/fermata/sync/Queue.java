package dev.fermata.sync;

import dev.fermata.Coroutine;
import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Passes elements from tasks to tasks, and knows when all of them are done; {@code asyncio.Queue},
 * {@code LifoQueue} and {@code PriorityQueue}.
 *
 * <pre>{@code
 * Queue<Job> jobs = Queue.fifo(100);
 * await(jobs.put(job));          // a producer; waits while there are 100
 *
 * Job next = await(jobs.take()); // a worker; waits while there is none
 * await(next.perform());
 * jobs.taskDone();
 *
 * await(jobs.join());            // until taskDone was called for each job
 * }</pre>
 *
 * <p>As in asyncio, a task that waited takes or puts its element in its own turn, so that it gets
 * the one that is first then. But one that is woken has its element, or its place, for sure: nobody
 * who comes meanwhile gets before it. Elements are never null.
 *
 * @param <T> the type of the elements
 */
public final class Queue<T> extends LoopBound {
  private final java.util.Queue<T> elements;
  private final int capacity;
  private final WaitQueue takers = new WaitQueue();
  private final WaitQueue putters = new WaitQueue();
  private final WaitQueue joiners = new WaitQueue();

  /** Elements and places that are for tasks which were woken, and have not had their turn. */
  private int promisedElements;

  private int promisedPlaces;

  private int unfinished;
  private boolean shutDown;

  /** Places in the wait queues that are used again when they are free. */
  QueueTake.@Nullable Place<T> spareTake;

  QueuePut.@Nullable Place<T> sparePut;

  private Queue(java.util.Queue<T> elements, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "a queue needs a capacity of at least 1, not " + capacity + "; use one without a bound");
    }
    this.elements = elements;
    this.capacity = capacity;
  }

  /** A queue without a bound; first in, first out. */
  public static <T> Queue<T> fifo() {
    return fifo(Integer.MAX_VALUE);
  }

  /**
   * A queue; first in, first out.
   *
   * @param capacity how many elements it has at most, from 1
   */
  public static <T> Queue<T> fifo(int capacity) {
    return new Queue<>(new ArrayDeque<>(), capacity);
  }

  /** A queue without a bound; last in, first out. */
  public static <T> Queue<T> lifo() {
    return lifo(Integer.MAX_VALUE);
  }

  /**
   * A queue; last in, first out.
   *
   * @param capacity how many elements it has at most, from 1
   */
  public static <T> Queue<T> lifo(int capacity) {
    return new Queue<>(Collections.asLifoQueue(new ArrayDeque<>()), capacity);
  }

  /** A queue without a bound; the least element first, equal ones in no particular order. */
  public static <T> Queue<T> priority(Comparator<? super T> order) {
    return priority(order, Integer.MAX_VALUE);
  }

  /**
   * A queue; the least element first, equal ones in no particular order.
   *
   * @param capacity how many elements it has at most, from 1
   */
  public static <T> Queue<T> priority(Comparator<? super T> order, int capacity) {
    return new Queue<>(new PriorityQueue<>(order), capacity);
  }

  // ---- putting and taking ----------------------------------------------------------------------

  /**
   * Puts an element, and waits for a place if the queue is full.
   *
   * @return the coroutine; it fails with a {@link QueueShutDownException} if the queue is shut
   *     down, and with an {@link IllegalStateException} on another loop or thread
   */
  public Coroutine<@Nullable Void> put(T element) {
    return new QueuePut<>(this, Objects.requireNonNull(element, "element"));
  }

  /**
   * Puts an element if there is a place; {@code put_nowait}.
   *
   * @return false if the queue is full
   * @throws QueueShutDownException if the queue is shut down
   * @throws IllegalStateException on another loop or thread
   */
  public boolean offer(T element) {
    Objects.requireNonNull(element, "element");
    check();
    return putNow(element);
  }

  /**
   * Takes an element, and waits for one if the queue is empty; asyncio's {@code get}.
   *
   * @return the coroutine; it fails with a {@link QueueShutDownException} if the queue is shut down
   *     and empty, and with an {@link IllegalStateException} on another loop or thread
   */
  public Coroutine<T> take() {
    return new QueueTake<>(this);
  }

  /**
   * Takes an element if there is one; {@code get_nowait}.
   *
   * @return null if the queue is empty
   * @throws QueueShutDownException if the queue is shut down and empty
   * @throws IllegalStateException on another loop or thread
   */
  public @Nullable T poll() {
    check();
    return takeNow();
  }

  boolean putNow(T element) {
    if (shutDown) {
      throw shutDownException();
    }
    if (!hasFreePlace()) {
      return false;
    }
    insert(element);
    return true;
  }

  @Nullable T takeNow() {
    if (hasFreeElement()) {
      return remove();
    }
    if (shutDown) {
      throw shutDownException();
    }
    return null;
  }

  /** The turn of a putter that was woken. */
  void putPromised(T element) {
    promisedPlaces--;
    if (shutDown) {
      throw shutDownException();
    }
    insert(element);
  }

  /** The turn of a taker that was woken. */
  T takePromised() {
    promisedElements--;
    if (elements.isEmpty()) {
      throw shutDownException();
    }
    return remove();
  }

  private boolean hasFreePlace() {
    return elements.size() < capacity - promisedPlaces;
  }

  private boolean hasFreeElement() {
    return elements.size() > promisedElements;
  }

  private void insert(T element) {
    elements.add(element);
    unfinished++;
    Waiter next = (Waiter) takers.first();
    if (next != null && hasFreeElement()) {
      promisedElements++;
      next.wake();
    }
  }

  private T remove() {
    T element = elements.remove();
    Waiter next = (Waiter) putters.first();
    if (next != null && hasFreePlace()) {
      promisedPlaces++;
      next.wake();
    }
    return element;
  }

  // ---- the end ---------------------------------------------------------------------------------

  /**
   * Notes that what was to be done with an element is done.
   *
   * @throws IllegalStateException if it is called more often than elements were put, or on another
   *     loop or thread
   */
  public void taskDone() {
    check();
    if (unfinished == 0) {
      throw new IllegalStateException(
          "taskDone was called more often than elements were put; call it once for each");
    }
    unfinished--;
    wakeJoiners();
  }

  /** Waits until {@link #taskDone} was called for each element that was put. */
  public Coroutine<@Nullable Void> join() {
    return new Join(this);
  }

  private void wakeJoiners() {
    if (unfinished == 0) {
      while (!joiners.isEmpty()) {
        ((Join) Objects.requireNonNull(joiners.first())).resume(null);
      }
    }
  }

  /**
   * Lets nothing more be put: a put fails, also one that waits. What is in the queue may be taken,
   * and then a take fails too. Again has no effect. (Python 3.13.)
   *
   * @throws IllegalStateException on another loop or thread
   */
  public void shutdown() {
    check();
    shutDown = true;
    failAll(takers);
    failAll(putters);
  }

  /**
   * As {@link #shutdown}, and drops what is in the queue as if it were done; {@code
   * shutdown(immediate=True)}.
   *
   * @throws IllegalStateException on another loop or thread
   */
  public void shutdownNow() {
    check();
    unfinished = Math.max(0, unfinished - elements.size());
    elements.clear();
    shutdown();
    wakeJoiners();
  }

  private void failAll(WaitQueue waiting) {
    while (!waiting.isEmpty()) {
      ((Waiter) Objects.requireNonNull(waiting.first())).shutDown();
    }
  }

  static QueueShutDownException shutDownException() {
    return new QueueShutDownException("the queue was shut down");
  }

  // ---- what it is like -------------------------------------------------------------------------

  /** How many elements are in it. Any thread; a snapshot on another one, as all of these. */
  public int size() {
    return elements.size();
  }

  /** Whether it has no elements. */
  public boolean isEmpty() {
    return elements.isEmpty();
  }

  /** Whether it has as many elements as it may have. */
  public boolean isFull() {
    return elements.size() >= capacity;
  }

  /** How many elements it may have; {@link Integer#MAX_VALUE} if there is no bound. */
  public int capacity() {
    return capacity;
  }

  /** Whether it was shut down. */
  public boolean isShutDown() {
    return shutDown;
  }

  @Override
  public String toString() {
    return "Queue["
        + size()
        + (capacity == Integer.MAX_VALUE ? "" : " of " + capacity)
        + (shutDown ? ", shut down" : "")
        + "]";
  }

  // ---- waiting ---------------------------------------------------------------------------------

  WaitQueue takers() {
    return takers;
  }

  WaitQueue putters() {
    return putters;
  }

  /** A place in one of the wait queues of takers and putters. */
  abstract static class Waiter extends Wait<@Nullable Object> {
    Waiter(WaitQueue queue) {
      super(queue);
    }

    /** An element, or a place for one, is promised: lets the task go on. */
    void wake() {
      resume(null);
    }

    /** Lets the task fail. */
    void shutDown() {
      fail(shutDownException());
    }
  }

  private static final class Join extends Suspension<@Nullable Void> {
    private final Queue<?> of;

    Join(Queue<?> queue) {
      of = queue;
    }

    @Override
    protected @Nullable Object begin() {
      of.check();
      return of.unfinished == 0 ? null : suspend();
    }

    @Override
    protected WaitQueue queue() {
      return of.joiners;
    }

    @Override
    protected String name() {
      return "Queue.join";
    }
  }
}
