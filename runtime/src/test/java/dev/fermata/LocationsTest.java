package dev.fermata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.runtime.ContinuationFrame;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocationsTest {
  private static int asked;

  private abstract static class Held extends ContinuationFrame {
    Held(int state) {
      this.state = state;
    }

    @Override
    public @Nullable Object resume(@Nullable Object in) {
      throw new AssertionError("not resumed here");
    }
  }

  private static final class Shop$buy$FermataFrame extends Held {
    Shop$buy$FermataFrame(int state) {
      super(state);
    }

    @Override
    public StackTraceElement location() {
      asked++;
      return new StackTraceElement("Shop", "lambda$buy$fermata", "Shop.java", 10 + state);
    }
  }

  private static final class Nowhere$FermataFrame extends Held {
    Nowhere$FermataFrame() {
      super(1);
    }
  }

  /** Two of them may be held at different places in the same state. */
  private static final class ByHand extends Held {
    private final String place;

    ByHand(String place) {
      super(1);
      this.place = place;
    }

    @Override
    public StackTraceElement location() {
      return new StackTraceElement("ByHand", place, "ByHand.java", 1);
    }
  }

  private static @Nullable StackTraceElement lineOf(ContinuationFrame frame) {
    return Locations.of(frame).at(frame);
  }

  @Test
  void the_line_of_a_generated_frame_is_made_once_for_each_state() {
    int before = asked;
    for (int turn = 0; turn < 3; turn++) {
      for (int state : new int[] {2, 1, 40, 7}) {
        assertThat(lineOf(new Shop$buy$FermataFrame(state)))
            .hasToString("Shop.buy(Shop.java:" + (10 + state) + ")");
      }
    }
    assertThat(asked - before).isEqualTo(4);
  }

  @Test
  void a_frame_that_is_not_generated_is_asked_itself() {
    assertThat(lineOf(new ByHand("here"))).hasToString("ByHand.here(ByHand.java:1)");
    assertThat(lineOf(new ByHand("there"))).hasToString("ByHand.there(ByHand.java:1)");
  }

  @Test
  void a_class_file_may_tell_no_lines() {
    assertThat(lineOf(new Nowhere$FermataFrame())).isNull();
  }
}
