package dev.fermata.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method whose body may await.
 *
 * <p>The declared return type says how a call behaves. {@code dev.fermata.Coroutine} is cold: the
 * call only captures its arguments, and the body runs when the coroutine is awaited, spawned or
 * given to {@code run}. {@link java.util.concurrent.CompletableFuture} and {@link
 * java.util.concurrent.CompletionStage} are hot: the body runs on the caller's thread up to its
 * first real suspension. Any other return type is rejected when the class is woven.
 *
 * <p>The annotation has no effect on a class that is not woven: an await in it throws an {@link
 * IllegalStateException} that says so.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Async {
  /**
   * Whether an await in a {@code synchronized} block or method releases the monitors that the
   * method has entered, where it suspends, and enters them again, the outermost first, before the
   * method goes on: what {@link Object#wait()} does. Without it such an await is rejected when the
   * class is woven.
   *
   * <p>The declared method stays {@code synchronized}. A call of a cold one waits for the monitor
   * to capture the arguments; a call of a hot one has it until the future is returned.
   */
  boolean releaseMonitors() default false;
}
