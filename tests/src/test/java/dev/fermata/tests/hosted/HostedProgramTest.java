package dev.fermata.tests.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.tests.programs.WovenProgram;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.awt.EventQueue;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Async methods that resume on the thread of Netty's event loop or of Swing. */
class HostedProgramTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Hosted.java"));

  private static void resumesOn(Executor host) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    host.execute(() -> thread.complete(Thread.currentThread()));
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    try (EventLoop loop = EventLoop.hostedOn(host)) {
      Coroutine<List<Thread>> cold = PROGRAM.coroutine("cold", answer);
      CompletableFuture<List<Thread>> threads = loop.spawn(cold);
      CompletableFuture<CompletableFuture<Thread>> hot = new CompletableFuture<>();
      loop.execute(() -> hot.complete(PROGRAM.call("hot", answer)));
      CompletableFuture<Thread> resumedHot = hot.get();
      answer.complete(1);
      assertThat(threads.get()).hasSize(4).containsOnly(thread.get());
      assertThat(resumedHot.get()).isSameAs(thread.get());
    }
  }

  private static void stop(EventLoopGroup group) throws InterruptedException {
    group.shutdownGracefully(0, 0, TimeUnit.SECONDS).await();
  }

  @Test
  void async_code_resumes_on_nettys_event_loop() throws Exception {
    EventLoopGroup group = new NioEventLoopGroup(1);
    resumesOn(group.next());
    stop(group);
  }

  @Test
  void async_code_resumes_on_a_netty_loop_without_channels() throws Exception {
    EventLoopGroup group = new DefaultEventLoop();
    resumesOn(group.next());
    stop(group);
  }

  @Test
  void async_code_resumes_on_swings_thread() throws Exception {
    resumesOn(EventQueue::invokeLater);
  }

  @Test
  void a_netty_loop_that_was_shut_down_is_reported_and_close_ends_the_tasks() throws Exception {
    EventLoopGroup group = new DefaultEventLoop();
    BlockingQueue<String> reports = new LinkedBlockingQueue<>();
    CompletableFuture<Integer> never = new CompletableFuture<>();
    EventLoop loop = EventLoop.hostedOn(group.next());
    loop.setExceptionHandler((message, exception) -> reports.add(message));
    Coroutine<List<Thread>> cold = PROGRAM.coroutine("cold", never);
    CompletableFuture<List<Thread>> task = loop.spawn(cold);
    loop.submit(() -> "its first step was taken").get();
    stop(group);
    loop.execute(() -> {});
    assertThat(reports.take()).contains("rejected a turn");
    loop.close();
    assertThat(task).isCancelled();
  }
}
