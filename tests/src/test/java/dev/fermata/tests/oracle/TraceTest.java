package dev.fermata.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison must see every kind of difference, or it judges nothing. */
class TraceTest {
  private static final Trace ORACLE =
      new Trace("returns Integer 1", "X.java:5", List.of("a", "b"), 2);

  @Test
  void equal_runs_agree() {
    assertThat(new Trace("returns Integer 1", "X.java:5", List.of("a", "b"), 2).agreesWith(ORACLE))
        .isTrue();
  }

  @Test
  void a_different_end_is_seen() {
    assertThat(new Trace("returns Long 1", "X.java:5", List.of("a", "b"), 2).agreesWith(ORACLE))
        .isFalse();
  }

  @Test
  void a_different_place_is_seen_also_a_missing_one() {
    assertThat(new Trace("returns Integer 1", "X.java:6", List.of("a", "b"), 2).agreesWith(ORACLE))
        .isFalse();
    assertThat(new Trace("returns Integer 1", "", List.of("a", "b"), 2).agreesWith(ORACLE))
        .isFalse();
  }

  @Test
  void a_different_order_of_effects_is_seen() {
    assertThat(new Trace("returns Integer 1", "X.java:5", List.of("b", "a"), 2).agreesWith(ORACLE))
        .isFalse();
  }

  @Test
  void a_different_number_of_suspensions_is_seen() {
    assertThat(new Trace("returns Integer 1", "X.java:5", List.of("a", "b"), 3).agreesWith(ORACLE))
        .isFalse();
  }
}
