package dev.fermata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.runtime.Continuations;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What goes on when a close throws while an exception is on its way. */
class ReplacementTest {
  private final IOException closing = new IOException("close");

  @Test
  void an_exception_suppresses_what_a_close_throws() throws Throwable {
    Exception primary = new Exception("body");

    Continuations.addSuppressed(primary, closing);

    assertThat(primary).hasSuppressedException(closing);
  }

  @Test
  void code_that_keeps_the_exception_is_given_it_back() {
    Exception primary = new Exception("body");

    assertThat(Continuations.suppress(primary, closing)).isSameAs(primary);
    assertThat(primary).hasSuppressedException(closing);
  }

  @Test
  void a_cancellation_gives_way_to_the_exception_that_replaces_it_and_to_no_other() {
    TaskCancelled cancelled = new TaskCancelled(null);
    cancelled.replaceWith(closing);
    IOException other = new IOException("other");

    assertThat(Continuations.suppress(cancelled, other)).isSameAs(cancelled);
    assertThat(Continuations.suppress(cancelled, closing)).isSameAs(closing);
    assertThatThrownBy(() -> Continuations.addSuppressed(cancelled, closing)).isSameAs(closing);
    assertThat(cancelled.getSuppressed()).containsExactly(other);
  }

  @Test
  void nothing_suppresses_itself() {
    assertThatThrownBy(() -> Continuations.suppress(closing, closing))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Continuations.addSuppressed(closing, closing))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_resource_that_does_not_ask_why_is_closed_the_same_way_after_a_failure() {
    AsyncCloseable resource = () -> Fermata.completed();

    assertThat(Fermata.<Void>run(resource.closeAsync(closing))).isNull();
  }
}
