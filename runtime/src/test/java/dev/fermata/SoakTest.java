package dev.fermata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Random programs; {@code -Pstress} goes on with further seeds for minutes. */
class SoakTest {
  private static final int STEPS = 20_000;

  private static Soak.Books balanced(long seed, int steps) {
    Soak.Books books = Soak.run(seed, steps);
    assertThat(books.faults).as("seed %d, %d steps: %s", seed, steps, books).isEmpty();
    assertThat(books.succeeded + books.failed + books.cancelled)
        .as("seed %d, %d steps: %s", seed, steps, books)
        .isEqualTo(books.spawned);
    assertThat(books.bodiesEnded)
        .as("seed %d, %d steps: %s", seed, steps, books)
        .isEqualTo(books.bodiesBegun);
    return books;
  }

  @Test
  void every_task_of_a_random_program_ends_once_and_the_books_balance() {
    Soak.Books books = balanced(20_261_122L, STEPS);
    System.out.println("soak: " + books);
    assertThat(List.of(books.succeeded, books.failed, books.cancelled))
        .allMatch(count -> count > STEPS / 100);
  }

  @Test
  void the_same_seed_is_the_same_program() {
    List<String> twice = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      twice.add(balanced(7, 1000).toString());
    }
    assertThat(twice.get(0)).isEqualTo(twice.get(1));
  }

  @Test
  void further_seeds_balance_too() {
    long nanos = Long.getLong("fermata.soak.seconds", 0) * 1_000_000_000L;
    long seed = nanos == 0 ? 1 : System.nanoTime();
    long begin = System.nanoTime();
    long programs = 0;
    do {
      System.out.println("soak: seed " + seed);
      balanced(seed++, STEPS);
      programs++;
    } while (System.nanoTime() - begin < nanos);
    assertThat(programs).isPositive();
  }
}
