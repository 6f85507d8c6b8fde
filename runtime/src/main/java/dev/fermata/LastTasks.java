package dev.fermata;

import java.util.List;

/**
 * Ends the tasks of a loop, in rounds: each cancels all that live, once, and the next begins when
 * they have ended; so what a cleanup spawns is cancelled as well, and no cleanup is cancelled
 * again. When no task is left, the generators that were left open are closed, each in a task.
 * Belongs to the thread that runs the loop.
 */
final class LastTasks {
  private final LoopCore core;
  private List<Task<?>> round = List.of();
  private int ended;
  private boolean closesGenerators;
  private boolean stuck;

  LastTasks(LoopCore core) {
    this.core = core;
  }

  /**
   * Begins the next round if the one before is over.
   *
   * @return whether no task is left that could ever end
   */
  boolean advance() {
    while (ended < round.size()) {
      if (!round.get(ended).hasEnded()) {
        return false;
      }
      ended++;
    }
    ended = 0;
    round = List.of();
    closesGenerators = core.live.count() == 0;
    if (closesGenerators) {
      round = core.generators.closeAll();
      return round.isEmpty();
    }
    round = core.tasks();
    if (round.isEmpty()) {
      reportStuck();
      return true;
    }
    round.forEach(task -> Cancellation.request(task, null));
    return false;
  }

  /** The thread was interrupted: generators that are being closed are cancelled in that. */
  void interrupt() {
    if (closesGenerators) {
      round.forEach(task -> Cancellation.request(task, null));
    }
  }

  private void reportStuck() {
    if (!stuck) {
      stuck = true;
      core.report(
          core.live.count() + " tasks wait for one another and can never go on",
          new IllegalStateException("deadlock"));
    }
  }
}
