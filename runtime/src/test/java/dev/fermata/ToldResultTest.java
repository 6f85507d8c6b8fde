package dev.fermata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.internal.RuntimeAccess;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.TypedResults;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToldResultTest {
  private final ToldResult told = new ToldResult();

  private static final class Frame extends ContinuationFrame {
    @Override
    public @Nullable Object resume(@Nullable Object in) {
      throw new AssertionError("not resumed here");
    }
  }

  private static List<ContinuationFrame> chainOf(@Nullable ContinuationFrame first) {
    List<ContinuationFrame> chain = new ArrayList<>();
    for (ContinuationFrame frame = first; frame != null; frame = frame.caller) {
      chain.add(frame);
    }
    return chain;
  }

  /** Typed entries suspend, each with what it was told by its callee. */
  private List<ContinuationFrame> suspend(int levels, @Nullable ContinuationFrame leaf) {
    List<ContinuationFrame> frames = new ArrayList<>();
    if (leaf != null) {
      told.begunAtLeaf(false);
      frames.add(leaf);
    }
    for (int level = frames.size(); level < levels; level++) {
      assertThat(told.ask()).isSameAs(ToldResult.A_FRAME);
      Frame frame = new Frame();
      told.goOnWithRing(frame, false, leaf);
      frames.add(frame);
    }
    return frames;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 100})
  void the_frames_of_typed_entries_are_one_chain_when_they_are_taken(int levels) {
    Frame leaf = new Frame();
    List<ContinuationFrame> frames = suspend(levels, leaf);

    assertThat(told.take(leaf, null)).isSameAs(frames.get(levels - 1));
    assertThat(chainOf(leaf)).containsExactlyElementsOf(frames);
    assertThat(told.take(leaf, null)).isSameAs(RuntimeAccess.NOTHING_TOLD);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 100})
  void a_resumed_frame_ends_the_chain_and_keeps_its_own_caller(int levels) {
    Frame leaf = new Frame();
    List<ContinuationFrame> frames = suspend(levels, leaf);
    Frame resumed = new Frame();
    Frame caller = new Frame();
    resumed.caller = caller;

    told.goOnWithRing(resumed, true, leaf);

    frames.addAll(List.of(resumed, caller));
    assertThat(told.take(leaf, resumed)).isSameAs(resumed);
    assertThat(chainOf(leaf)).containsExactlyElementsOf(frames);
    assertThat(told.ask()).isSameAs(RuntimeAccess.NOTHING_TOLD);
  }

  @Test
  void a_resumed_leaf_is_told_without_its_callers() {
    Frame resumed = new Frame();
    Frame caller = new Frame();
    resumed.caller = caller;
    told.begunAtLeaf(true);

    assertThat(told.take(resumed, resumed)).isSameAs(resumed);
    assertThat(chainOf(resumed)).containsExactly(resumed, caller);
  }

  @Test
  void typed_entries_above_those_of_objects_begin_a_chain_of_their_own() {
    Frame leaf = new Frame();
    Frame ofAnObject = new Frame();
    leaf.caller = ofAnObject;
    Frame first = new Frame();
    told.beginRing(ofAnObject, first, false);
    Frame second = new Frame();
    told.goOnWithRing(second, false, leaf);

    assertThat(told.take(leaf, null)).isSameAs(second);
    assertThat(chainOf(leaf)).containsExactly(leaf, ofAnObject, first, second);
  }

  @Test
  void a_chain_that_a_delegation_tells_of_goes_on() {
    Frame outermost = new Frame();
    told.tell(outermost);
    assertThat(told.ask()).isSameAs(outermost);
    Frame frame = new Frame();
    told.beginRing(outermost, frame, false);

    assertThat(told.take(null, null)).isSameAs(frame);
    assertThat(chainOf(outermost)).containsExactly(outermost, frame);
  }

  @Test
  void what_is_no_frame_is_told_once() {
    told.tell(null);
    assertThat(told.ask()).isNull();
    assertThat(told.ask()).isSameAs(RuntimeAccess.NOTHING_TOLD);

    told.tell("text");
    assertThat(told.take(null, null)).isEqualTo("text");
    assertThat(told.take(null, null)).isSameAs(RuntimeAccess.NOTHING_TOLD);
  }

  @Test
  void what_nobody_has_asked_for_is_forgotten() {
    told.tell("text");
    told.forget();
    assertThat(told.ask()).isSameAs(RuntimeAccess.NOTHING_TOLD);

    suspend(3, new Frame());
    told.forget();
    assertThat(told.take(null, null)).isSameAs(RuntimeAccess.NOTHING_TOLD);
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
