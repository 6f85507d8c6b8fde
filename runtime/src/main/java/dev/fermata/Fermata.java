package dev.fermata;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The functions that async code is written with. */
@SuppressWarnings({"TypeParameterUnusedInFormals", "unused"})
public final class Fermata {
  private Fermata() {}

  public static <T extends @Nullable Object> T await(Coroutine<T> awaited) {
    throw new UnsupportedOperationException();
  }

  public static <T extends @Nullable Object> T await(CompletionStage<T> awaited) {
    throw new UnsupportedOperationException();
  }

  public static <T extends @Nullable Object> T run(Coroutine<T> main) {
    throw new UnsupportedOperationException();
  }

  public static <T extends @Nullable Object> T run(AsyncCallable<T> main) {
    throw new UnsupportedOperationException();
  }

  public static <T extends @Nullable Object> Task<T> spawn(Coroutine<T> body) {
    throw new UnsupportedOperationException();
  }

  public static <T extends @Nullable Object> Task<T> spawn(String name, Coroutine<T> body) {
    throw new UnsupportedOperationException();
  }

  public static <T extends @Nullable Object> Task<T> spawn(AsyncCallable<T> body) {
    throw new UnsupportedOperationException();
  }

  public static <T extends @Nullable Object> Coroutine<T> async(AsyncCallable<T> body) {
    throw new UnsupportedOperationException();
  }

  public static Coroutine<@Nullable Void> sleep(Duration time) {
    throw new UnsupportedOperationException();
  }

  public static Coroutine<@Nullable Void> yieldNow() {
    throw new UnsupportedOperationException();
  }

  @SafeVarargs
  public static <T extends @Nullable Object> Task<List<T>> gather(
      Coroutine<? extends T>... bodies) {
    throw new UnsupportedOperationException();
  }

  @SafeVarargs
  public static <T extends @Nullable Object> Task<List<T>> gather(
      CompletionStage<? extends T>... stages) {
    throw new UnsupportedOperationException();
  }

  @SafeVarargs
  public static <T extends @Nullable Object> Task<List<Outcome<T>>> gatherSettled(
      Coroutine<? extends T>... bodies) {
    throw new UnsupportedOperationException();
  }

  public static Coroutine<@Nullable Void> completed() {
    throw new UnsupportedOperationException();
  }

  public static <T extends @Nullable Object> Coroutine<T> completed(T value) {
    throw new UnsupportedOperationException();
  }
}
