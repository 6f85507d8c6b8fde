package dev.fermata;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how woven code may await a method's coroutine without there being one, for those who build
 * locks, channels or I/O: {@code await(mailbox.take())} calls the method that is named here.
 *
 * <pre>{@code
 * @AwaitedAs("beginTake")
 * public Coroutine<Letter> take() {
 *   return new Taking(this);
 * }
 *
 * Object beginTake() {
 *   return isEmpty() ? place().begin() : removeFirst();
 * }
 * }</pre>
 *
 * <p>That one has the same parameters, is declared beside this one, and returns {@code Object}:
 * what {@link Coroutine#begin} would. So it gives the result, or what {@link Suspension#suspend}
 * gave for a suspension that is not held anywhere, which may be one that is used {@linkplain
 * Suspension#isFree again and again}; and what it throws goes to the awaiting task. It may be
 * private.
 *
 * <p>All else stays as it is: the coroutine is still there for who spawns it, or keeps it; a method
 * that overrides this one, and a mock, is called as it was written; so is this one where the named
 * method is missing or out of reach.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AwaitedAs {
  /** The name of the method. */
  String value();
}
