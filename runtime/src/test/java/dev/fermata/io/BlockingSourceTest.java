package dev.fermata.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read when; the test is the other thread. */
class BlockingSourceTest {
  private static final int SIZE = 40;

  private final EventLoop loop = new EventLoop();
  private final Queue<Runnable> jobs = new ArrayDeque<>();
  private final List<Long> readAt = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final BlockingSource source =
      new BlockingSource(loop, jobs::add, this::readFour, () -> told.add("ready"));

  @AfterEach
  void closeLoop() {
    loop.close();
  }

  private void readFour(Piece piece, long position) {
    readAt.add(position);
    ByteBuffer into = piece.room(4);
    for (long at = position; at < Math.min(position + 4, SIZE); at++) {
      into.put((byte) at);
    }
    piece.isRead(position + 4 >= SIZE);
  }

  private void readAhead() {
    Piece first = new Piece();
    readFour(first, 0);
    source.readAhead(first);
  }

  /** Does what the other thread has to do, and what the loop makes of it. */
  private void goOn() {
    while (!jobs.isEmpty()) {
      jobs.remove().run();
      loop.run(Fermata.yieldNow());
    }
  }

  private List<Integer> read(int most) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(most);
    source.read(into);
    List<Integer> bytes = new ArrayList<>();
    for (int i = 0; i < into.position(); i++) {
      bytes.add((int) into.get(i));
    }
    return bytes;
  }

  @Test
  void nothing_is_read_until_it_is_wanted() throws IOException {
    goOn();
    assertThat(readAt).isEmpty();

    source.want();
    goOn();

    assertThat(read(10)).containsExactly(0, 1, 2, 3);
    assertThat(read(10)).isEmpty();
    goOn();
    assertThat(readAt).containsExactly(0L);
    assertThat(told).containsExactly("ready");
  }

  @Test
  void no_more_than_one_piece_is_read_ahead() throws IOException {
    readAhead();
    goOn();
    assertThat(readAt).containsExactly(0L, 4L);
    assertThat(source.position()).isZero();

    assertThat(read(3)).containsExactly(0, 1, 2);
    goOn();
    assertThat(readAt).containsExactly(0L, 4L);

    assertThat(read(3)).containsExactly(3);
    assertThat(read(3)).containsExactly(4, 5, 6);
    goOn();
    assertThat(readAt).containsExactly(0L, 4L, 8L);
    assertThat(source.position()).isEqualTo(7);
  }

  @Test
  void all_is_read_ahead_up_to_the_end_and_not_after_it() throws IOException {
    readAhead();
    List<Integer> all = new ArrayList<>();
    while (!source.isAtEnd()) {
      goOn();
      all.addAll(read(3));
    }

    assertThat(all).hasSize(SIZE).isSorted();
    goOn();
    assertThat(readAt).hasSize(SIZE / 4);
    assertThat(source.read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  @Test
  void nothing_is_read_after_a_seek_until_it_is_wanted() throws IOException {
    readAhead();
    source.seek(20);
    goOn();
    assertThat(readAt).containsExactly(0L, 4L);
    assertThat(read(10)).isEmpty();

    source.want();
    goOn();

    assertThat(readAt).containsExactly(0L, 4L, 20L, 24L);
    assertThat(read(10)).containsExactly(20, 21, 22, 23);
  }

  @Test
  void nothing_is_read_after_the_close() {
    readAhead();
    source.close();
    goOn();
    source.want();
    goOn();

    assertThat(readAt).containsExactly(0L, 4L);
    assertThat(told).isEmpty();
  }
}
