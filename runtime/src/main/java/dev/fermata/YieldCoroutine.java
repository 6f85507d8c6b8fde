package dev.fermata;

import org.jspecify.annotations.Nullable;

/** Lets every other ready task run once before the awaiting one goes on; one object serves all. */
final class YieldCoroutine extends Coroutine<@Nullable Void> {
  static final YieldCoroutine INSTANCE = new YieldCoroutine();

  private YieldCoroutine() {
    super(Reusable.YES);
  }

  @Override
  protected @Nullable Object begin() {
    return Carrier.holdFor(0);
  }

  @Override
  protected String name() {
    return "Fermata.yieldNow";
  }
}
