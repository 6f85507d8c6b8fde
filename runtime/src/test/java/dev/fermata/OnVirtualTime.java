package dev.fermata;

import static dev.fermata.Fermata.sleep;

import dev.fermata.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests of a loop that goes by a virtual clock; each has one, and a log. */
abstract class OnVirtualTime {
  final List<Object> log = new ArrayList<>();
  VirtualTime time;
  EventLoop loop;

  @BeforeEach
  final void open() {
    time = VirtualTime.install();
    loop = new EventLoop();
  }

  @AfterEach
  final void close() {
    loop.close();
    time.close();
  }

  /** Runs what is to be done until then. */
  final void runFor(Duration duration) {
    loop.run(sleep(duration));
  }
}
