package dev.fermata.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.Fermata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an output gives to its sink, and when. */
class OutputTest {
  /** What the sink was given, a write an element. */
  private final List<String> sent = new ArrayList<>();

  /** How many bytes the sink takes. */
  private int room = Integer.MAX_VALUE;

  private boolean isBroken;
  private int turnEndsWanted;
  private int writesWanted;

  private final Endpoint endpoint =
      new Endpoint() {
        @Override
        public void check() {}

        @Override
        public void wantRead() {}

        @Override
        public void wantWrite() {
          writesWanted++;
        }

        @Override
        public boolean keepsWrites() {
          turnEndsWanted++;
          return true;
        }
      };

  private final Sink sink =
      new Sink() {
        @Override
        public void write(ByteBuffer source) throws IOException {
          if (isBroken) {
            throw new IOException("broken");
          }
          byte[] taken = new byte[Math.min(source.remaining(), room)];
          source.get(taken);
          room -= taken.length;
          sent.add(new String(taken, UTF_8));
        }

        @Override
        public void end() {
          sent.add("end");
        }
      };

  private final Output output = new Output(new ArrayPool(1), endpoint, sink);

  private static String large(int length) {
    return "x".repeat(length);
  }

  @Test
  void small_writes_of_a_turn_are_one_in_their_order() {
    output.write("a");
    output.write("b");
    assertThat(sent).isEmpty();
    assertThat(output.unwritten()).isEqualTo(2);
    assertThat(turnEndsWanted).isEqualTo(1);
    output.sendKept();
    assertThat(sent).containsExactly("ab");
    assertThat(output.unwritten()).isZero();
    output.write("c");
    assertThat(turnEndsWanted).isEqualTo(2);
  }

  @Test
  void a_turn_that_ends_with_nothing_kept_sends_nothing() {
    output.sendKept();
    output.write("");
    output.sendKept();
    assertThat(sent).isEmpty();
    assertThat(turnEndsWanted).isZero();
  }

  @Test
  void a_large_write_goes_at_once_after_what_was_kept() {
    output.write("head");
    String body = large(ArrayPool.SIZE);
    output.write(body);
    assertThat(sent).containsExactly("head", body);
    assertThat(output.unwritten()).isZero();
  }

  @Test
  void as_much_as_an_array_holds_is_kept() {
    output.write("head");
    output.write(large(ArrayPool.SIZE - 4));
    assertThat(sent).isEmpty();
    output.write("z");
    assertThat(sent).containsExactly("head" + large(ArrayPool.SIZE - 4), "z");
  }

  @Test
  void a_flush_sends_at_once_and_a_drain_when_it_would_wait() {
    output.write("a");
    Fermata.run(output.drain());
    assertThat(sent).isEmpty();
    Fermata.run(output.flush());
    assertThat(sent).containsExactly("a");
    output.setWaterMarks(0, 0);
    output.write("b");
    Fermata.run(output.drain());
    assertThat(sent).containsExactly("a", "b");
  }

  @Test
  void the_end_comes_after_what_was_kept() {
    output.write("a");
    Fermata.run(output.endOutput());
    assertThat(sent).containsExactly("a", "end");
  }

  @Test
  void a_finish_sends_what_was_kept() {
    output.write("a");
    output.finish();
    assertThat(sent).containsExactly("a");
  }

  @Test
  void what_is_not_taken_is_waited_for_and_later_writes_queue_behind_it() {
    room = 2;
    output.write("abc");
    output.sendKept();
    assertThat(sent).containsExactly("ab");
    assertThat(writesWanted).isEqualTo(1);
    output.write("d");
    output.sendKept();
    assertThat(sent).containsExactly("ab");
    assertThat(turnEndsWanted).isEqualTo(1);
    room = 10;
    output.ready();
    assertThat(sent).containsExactly("ab", "cd");
    assertThat(output.isIdle()).isTrue();
  }

  @Test
  void a_failure_of_what_was_kept_is_told_by_whoever_waits_next() {
    isBroken = true;
    output.write("a");
    output.sendKept();
    assertThat(output.unwritten()).isZero();
    output.write("b");
    assertThat(output.unwritten()).isZero();
    assertThatThrownBy(() -> Fermata.run(output.drain()))
        .isInstanceOf(IOException.class)
        .hasMessage("broken");
  }
}
