package dev.fermata;

/**
 * Gives back what {@link Fermata#acquire} has got too late, such as {@code SqlConnection::close}.
 *
 * @param <T> the type of what is given back
 */
@FunctionalInterface
public interface ReleaseAction<T> {
  /**
   * Gives it back, or begins to; it must not block.
   *
   * @throws Exception goes to the loop's exception handler
   */
  void release(T value) throws Exception;
}
