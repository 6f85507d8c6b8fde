package dev.fermata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.internal.RuntimeAccess;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.TypedResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnwindingTest {
  private final Unwinding thread = new Unwinding();

  private static final class Frame extends ContinuationFrame {
    @Override
    public @Nullable Object resume(@Nullable Object in) {
      throw new AssertionError("not resumed here");
    }
  }

  /** A frame that was resumed, and is held by what has resumed it. */
  private static Frame resumedFor(ContinuationFrame caller) {
    Frame resumed = new Frame();
    resumed.state = 2;
    resumed.caller = caller;
    return resumed;
  }

  private static List<ContinuationFrame> chainOf(@Nullable ContinuationFrame first) {
    List<ContinuationFrame> chain = new ArrayList<>();
    for (ContinuationFrame frame = first; frame != null; frame = frame.caller) {
      chain.add(frame);
    }
    return chain;
  }

  /** As the code of an entry does: a new frame, or one that was resumed, behind the callee's. */
  private void suspend(@Nullable Object callee, ContinuationFrame frame) {
    Object held = Objects.requireNonNull(callee);
    if (!Unwinding.linkToTold(held, frame, 1)) {
      thread.suspendTyped(held, frame, 1);
    }
  }

  /** Typed entries suspend, each with what it was told by its callee. */
  private List<ContinuationFrame> suspend(int levels) {
    thread.begin();
    List<ContinuationFrame> frames = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      Frame frame = new Frame();
      suspend(level == 0 ? Sentinel.INSTANCE : thread.askTold(), frame);
      frames.add(frame);
    }
    return frames;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 100})
  void the_frames_of_typed_entries_are_one_chain_when_they_are_taken(int levels) {
    List<ContinuationFrame> frames = suspend(levels);
    ContinuationFrame outermost = frames.get(levels - 1);

    assertThat(thread.takeTold(null)).isSameAs(outermost);
    assertThat(chainOf(thread.takeLeaf(outermost))).containsExactlyElementsOf(frames);
    assertThat(thread.takeTold(null)).isSameAs(RuntimeAccess.NOTHING_TOLD);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 100})
  void a_resumed_frame_ends_the_chain_and_keeps_its_own_caller(int levels) {
    List<ContinuationFrame> frames = suspend(levels);
    Frame caller = new Frame();
    Frame resumed = resumedFor(caller);

    suspend(thread.askTold(), resumed);

    frames.addAll(List.of(resumed, caller));
    assertThat(thread.takeTold(resumed)).isSameAs(resumed);
    assertThat(resumed.state).isEqualTo(1);
    assertThat(chainOf(thread.takeLeaf(resumed))).containsExactlyElementsOf(frames);
    assertThat(thread.askTold()).isSameAs(RuntimeAccess.NOTHING_TOLD);
  }

  @Test
  void a_resumed_leaf_marks_itself_and_needs_not_be_told() {
    thread.begin();
    Frame caller = new Frame();
    Frame resumed = resumedFor(caller);
    suspend(Sentinel.INSTANCE, resumed);

    assertThat(TypedResults.boxInteger(TypedResults.INT, resumed)).isSameAs(resumed);
    assertThat(TypedResults.boxLong(TypedResults.LONG, resumed)).isSameAs(resumed);
    assertThat(thread.askTold()).isSameAs(RuntimeAccess.NOTHING_TOLD);
    assertThat(thread.takeLeaf(resumed)).isSameAs(resumed);
    assertThat(resumed.state).isEqualTo(1);
    assertThat(chainOf(resumed)).containsExactly(resumed, caller);
  }

  @Test
  void typed_entries_above_those_of_objects_go_on_with_the_chain() {
    List<ContinuationFrame> frames = suspend(2);
    for (int turn = 0; turn < 3; turn++) {
      ContinuationFrame below = (ContinuationFrame) Objects.requireNonNull(thread.takeTold(null));
      thread.keepLeaf(below);
      Frame ofAnObject = new Frame();
      ofAnObject.state = 1;
      below.caller = ofAnObject;
      Frame first = new Frame();
      suspend(ofAnObject, first);
      Frame second = new Frame();
      suspend(thread.askTold(), second);
      frames.addAll(List.of(ofAnObject, first, second));
    }

    ContinuationFrame outermost = frames.get(frames.size() - 1);
    assertThat(thread.takeTold(null)).isSameAs(outermost);
    assertThat(chainOf(thread.takeLeaf(outermost))).containsExactlyElementsOf(frames);
  }

  @Test
  void a_leaf_of_an_object_that_marks_itself_is_kept() {
    thread.begin();
    Frame leaf = new Frame();
    leaf.state = ~1;
    Frame first = new Frame();
    suspend(leaf, first);
    Frame second = new Frame();
    suspend(thread.askTold(), second);

    assertThat(thread.takeTold(null)).isSameAs(second);
    assertThat(leaf.state).isEqualTo(1);
    assertThat(chainOf(thread.takeLeaf(second))).containsExactly(leaf, first, second);
  }

  @Test
  void only_the_second_of_many_typed_entries_makes_what_stands_for_them() {
    var unused = suspend(2);
    Object told = thread.askTold();
    Frame third = new Frame();
    suspend(told, third);

    assertThat(told).isInstanceOf(ToldFrames.class);
    assertThat(thread.askTold()).isSameAs(told);
    assertThat(thread.takeTold(null)).isSameAs(third);
  }

  @Test
  void a_chain_that_a_delegation_tells_of_goes_on() {
    thread.begin();
    Frame outermost = new Frame();
    outermost.state = 1;
    thread.tell(outermost);
    assertThat(thread.askTold()).isSameAs(outermost);
    Frame frame = new Frame();
    suspend(outermost, frame);

    assertThat(thread.takeTold(null)).isSameAs(frame);
    assertThat(chainOf(outermost)).containsExactly(outermost, frame);
  }

  @Test
  void a_delegation_to_what_is_pending_leaves_nothing_told_when_its_caller_was_resumed() {
    thread.begin();
    Frame resumed = resumedFor(new Frame());
    thread.tell(Sentinel.INSTANCE);
    suspend(thread.askTold(), resumed);

    assertThat(TypedResults.boxInteger(TypedResults.INT, resumed)).isSameAs(resumed);
    assertThat(thread.askTold()).isSameAs(RuntimeAccess.NOTHING_TOLD);
  }

  @Test
  void what_is_no_frame_is_told_once() {
    thread.tell(null);
    assertThat(thread.askTold()).isNull();
    assertThat(thread.askTold()).isSameAs(RuntimeAccess.NOTHING_TOLD);

    thread.tell("text");
    assertThat(thread.takeTold(null)).isEqualTo("text");
    assertThat(thread.takeTold(null)).isSameAs(RuntimeAccess.NOTHING_TOLD);
  }

  @Test
  void what_nobody_has_asked_for_is_forgotten() {
    thread.tell("text");
    thread.forgetTold();
    assertThat(thread.askTold()).isSameAs(RuntimeAccess.NOTHING_TOLD);

    var unused = suspend(3);
    thread.forgetTold();
    assertThat(thread.takeTold(null)).isSameAs(RuntimeAccess.NOTHING_TOLD);
  }

  @Test
  void every_box_comes_out_as_it_went_in() {
    for (Object box : new Object[] {0, -1, TypedResults.INT, Integer.MAX_VALUE, 1000}) {
      assertThat(TypedResults.boxInteger(TypedResults.unboxInteger(box))).isEqualTo(box);
    }
    for (long value : new long[] {0, TypedResults.LONG, Long.MIN_VALUE}) {
      assertThat(TypedResults.boxLong(TypedResults.unboxLong(value))).isEqualTo(value);
    }
    for (double value : new double[] {-0.0, 0.0, Double.NaN, TypedResults.DOUBLE}) {
      assertThat(TypedResults.boxDouble(TypedResults.unboxDouble(value))).isEqualTo(value);
    }
    for (float value : new float[] {-0f, 0f, Float.NaN, TypedResults.FLOAT}) {
      assertThat(TypedResults.boxFloat(TypedResults.unboxFloat(value))).isEqualTo(value);
    }
    assertThat(TypedResults.boxShort(TypedResults.unboxShort((short) -7))).isEqualTo((short) -7);
    assertThat(TypedResults.boxByte(TypedResults.unboxByte((byte) -7))).isEqualTo((byte) -7);
    assertThat(TypedResults.boxCharacter(TypedResults.unboxCharacter('\uffff')))
        .isEqualTo('\uffff');
    assertThat(TypedResults.boxBoolean(TypedResults.unboxBoolean(true))).isEqualTo(true);
    assertThat(TypedResults.boxBoolean(TypedResults.unboxBoolean(false))).isEqualTo(false);
  }

  @Test
  void what_is_no_box_of_the_primitive_comes_out_as_it_went_in() {
    for (Object other : new Object[] {"text", 5L, new Frame()}) {
      assertThat(TypedResults.boxInteger(TypedResults.unboxInteger(other))).isSameAs(other);
      assertThat(TypedResults.boxBoolean(TypedResults.unboxBoolean(other))).isSameAs(other);
      assertThat(TypedResults.boxDouble(TypedResults.unboxDouble(other))).isSameAs(other);
    }
    assertThat(TypedResults.boxLong(TypedResults.unboxLong(null))).isNull();
    assertThat(TypedResults.told(TypedResults.unboxFloat(null))).isNull();
    assertThat(TypedResults.told(TypedResults.FLOAT)).isEqualTo(TypedResults.FLOAT);
  }

  @Test
  void the_rare_numbers_equal_themselves_and_are_no_small_ints() {
    assertThat(TypedResults.FLOAT).isFinite().isNotZero();
    assertThat(TypedResults.DOUBLE).isFinite().isNotZero();
    assertThat(TypedResults.INT).isLessThan(Short.MIN_VALUE);
  }
}
