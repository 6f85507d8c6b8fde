import static dev.fermata.Fermata.acquire;
import static dev.fermata.Fermata.async;
import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.spawnEager;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Channel;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.KeyValue;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** Commands of Lettuce, to a Redis server. */
public final class ForeignRedis {
  private ForeignRedis() {}

  public static int checks() {
    return Here.checks();
  }

  @Async
  static Coroutine<StatefulRedisConnection<String, String>> connect(
      RedisClient client, String uri) {
    return completed(Here.here(await(Clients.connect(client, RedisURI.create(uri)))));
  }

  /** The task is cancelled while it connects, and what it has begun is closed by itself. */
  @Async
  public static Coroutine<List<Object>> a_cancelled_connect(RedisClient client, String uri) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    StatefulRedisConnection<String, String> connection = await(connect(client, uri));
    RedisAsyncCommands<String, String> redis = connection.async();
    List<Object> closed = new ArrayList<>();
    // The connection may be there at once: nobody hears of it before the cancel.
    CompletableFuture<Void> cancelled = new CompletableFuture<>();
    RedisURI late = RedisURI.builder(RedisURI.create(uri)).withClientName("late").build();
    Task<?> task =
        spawnEager(
            acquire(
                client.connectAsync(StringCodec.UTF8, late).thenCombine(cancelled, (c, x) -> c),
                unwanted -> {
                  Here.here();
                  closed.add(unwanted.isOpen());
                  unwanted.closeAsync();
                }));
    task.cancel(true);
    try {
      await(task);
    } catch (CancellationException e) {
      log.add("cancelled");
    }
    cancelled.complete(null);
    while (closed.isEmpty()) {
      Here.here(await(redis.ping()));
    }
    log.addAll(closed);
    while (Here.here(await(redis.clientList())).contains("name=late")) {}
    log.add("closed");
    Here.here(await(connection.closeAsync()));
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> sets_and_gets(RedisClient client, String uri) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    StatefulRedisConnection<String, String> connection = await(connect(client, uri));
    RedisAsyncCommands<String, String> redis = connection.async();
    log.add(Here.here(await(redis.set("name", "value"))));
    log.add(Here.here(await(redis.get("name"))));
    log.add(Here.here(await(redis.get("no such name"))));
    for (int i = 0; i < 3; i++) {
      log.add(Here.here(await(Clients.visit(redis, "page"))));
    }
    log.add(Here.here(await(hot(redis, "name"))));
    Here.here(await(connection.closeAsync()));
    return completed(log);
  }

  @Async
  static CompletableFuture<Integer> hot(RedisAsyncCommands<String, String> redis, String name) {
    String value = Here.here(await(redis.get(name)));
    long length = Here.here(await(redis.append(name, value)));
    return CompletableFuture.completedFuture((int) length);
  }

  /** All commands are sent before the first answer is awaited. */
  @Async
  public static Coroutine<List<Long>> pipelined(RedisClient client, String uri, int count) {
    Here.begin();
    StatefulRedisConnection<String, String> connection = await(connect(client, uri));
    connection.setAutoFlushCommands(false);
    List<RedisFuture<Long>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      futures.add(connection.async().incr("pipelined"));
    }
    connection.flushCommands();
    List<Long> values = Here.here(await(gather(futures)));
    Here.here(await(connection.closeAsync()));
    return completed(values);
  }

  @Async
  static Coroutine<Void> publishes(
      RedisAsyncCommands<String, String> redis, String topic, int count) {
    for (int i = 0; i < count; i++) {
      Here.here(await(redis.publish(topic, "message " + i)));
    }
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> published(RedisClient client, String uri, int count) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    StatefulRedisConnection<String, String> connection = await(connect(client, uri));
    RedisAsyncCommands<String, String> redis = connection.async();
    StatefulRedisPubSubConnection<String, String> subscriber =
        Here.here(await(client.connectPubSubAsync(StringCodec.UTF8, RedisURI.create(uri))));
    Channel<Thread> subscribed = Channel.unbounded();
    EventLoop loop = EventLoop.current();
    subscriber.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void subscribed(String topic, long subscriptions) {
            Thread caller = Thread.currentThread();
            loop.execute(() -> subscribed.trySend(caller));
          }
        });
    Task<Void> publishing = spawn(publishesWhenSubscribed(redis, subscribed, count, log));
    int received = 0;
    for (String message : Clients.messages(subscriber, "topic")) {
      Here.here();
      if (!message.equals("message " + received)) {
        log.add(message);
      }
      if (++received == count) {
        break;
      }
    }
    await(publishing);
    log.add(Here.here(await(redis.pubsubNumsub("topic"))).get("topic"));
    Here.here(await(subscriber.closeAsync()));
    Here.here(await(connection.closeAsync()));
    return completed(log);
  }

  @Async
  static Coroutine<Void> publishesWhenSubscribed(
      RedisAsyncCommands<String, String> redis,
      Channel<Thread> subscribed,
      int count,
      List<Object> log) {
    Thread caller = Here.here(await(subscribed.receive()));
    log.add(caller != Thread.currentThread());
    return publishes(redis, "topic", count);
  }

  /** Waits until the server tells so many clients that are held at BLPOP. */
  @Async
  static Coroutine<Void> blocked(RedisAsyncCommands<String, String> redis, int count) {
    String expected = "blocked_clients:" + count + "\r\n";
    while (!Here.here(await(redis.info("clients"))).contains(expected)) {}
    return completed();
  }

  @Async
  static Coroutine<KeyValue<String, String>> pops(RedisClient client, String uri, String list) {
    // A command that blocks has a connection of its own, which ends with it.
    StatefulRedisConnection<String, String> connection = await(connect(client, uri));
    try {
      return completed(Here.here(await(connection.async().blpop(0, list))));
    } finally {
      Here.here(await(connection.closeAsync()));
    }
  }

  @Async
  public static Coroutine<List<Object>> a_cancelled_pop(RedisClient client, String uri) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    StatefulRedisConnection<String, String> connection = await(connect(client, uri));
    RedisAsyncCommands<String, String> redis = connection.async();

    Task<KeyValue<String, String>> served = spawn(pops(client, uri, "list"));
    await(blocked(redis, 1));
    Here.here(await(redis.rpush("list", "one")));
    log.add(Here.here(await(served)).getValue());

    Task<KeyValue<String, String>> cancelled = spawn(pops(client, uri, "list"));
    await(blocked(redis, 1));
    cancelled.cancel(true);
    try {
      await(cancelled);
    } catch (CancellationException e) {
      Here.here();
      log.add("cancelled");
    }
    await(blocked(redis, 0));
    Here.here(await(redis.rpush("list", "two")));
    log.add(Here.here(await(redis.lpop("list"))));
    Here.here(await(connection.closeAsync()));
    return completed(log);
  }

  /** The cancel of a task cancels the command, of which the connection drops the answer. */
  @Async
  public static Coroutine<List<Object>> a_cancelled_command(RedisClient client, String uri) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    StatefulRedisConnection<String, String> connection = await(connect(client, uri));
    StatefulRedisConnection<String, String> other = await(connect(client, uri));
    RedisFuture<KeyValue<String, String>> command = connection.async().blpop(0, "commands");
    // Eager: what is awaited below may be there at once, and leave no turn to begin in.
    Task<KeyValue<String, String>> task = spawnEager(async(() -> await(command)));
    await(blocked(other.async(), 1));
    task.cancel(true);
    try {
      await(task);
    } catch (CancellationException e) {
      Here.here();
      log.add(command.isCancelled());
    }
    // The server does not know of it: it answers, and then it answers the next command.
    RedisFuture<String> next = connection.async().ping();
    Here.here(await(other.async().rpush("commands", "lost")));
    log.add(Here.here(await(next)));
    log.add(Here.here(await(other.async().llen("commands"))));
    Here.here(await(connection.closeAsync()));
    Here.here(await(other.closeAsync()));
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> an_error_reply(RedisClient client, String uri) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    StatefulRedisConnection<String, String> connection = await(connect(client, uri));
    RedisAsyncCommands<String, String> redis = connection.async();
    Here.here(await(redis.set("text", "no number")));
    RedisFuture<Long> wrong = redis.incr("text");
    try {
      await(wrong);
    } catch (RedisCommandExecutionException e) {
      Here.here();
      log.add(e.getMessage());
      log.add(e == wrong.handle((value, failure) -> failure).toCompletableFuture().join());
    }
    // One that is known when it is awaited.
    try {
      await(wrong);
    } catch (RedisCommandExecutionException e) {
      log.add(e.getMessage());
    }
    log.add(Here.here(await(redis.get("text"))));
    Here.here(await(connection.closeAsync()));
    return completed(log);
  }

  /** The server ends the connection while an answer is awaited. */
  @Async
  public static Coroutine<List<Object>> a_killed_connection(
      RedisClient client, String uri, boolean reconnects) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    StatefulRedisConnection<String, String> other = await(connect(client, uri));
    StatefulRedisConnection<String, String> connection = await(connect(client, uri));
    long id = Here.here(await(connection.async().clientId()));
    RedisFuture<KeyValue<String, String>> held = connection.async().blpop(0, "killed");
    await(blocked(other.async(), 1));
    log.add(
        Here.here(
            await(other.async().clientKill(KillArgs.Builder.id(id)))));
    if (reconnects) {
      // Lettuce sends the command again when it has connected again.
      await(blocked(other.async(), 1));
      Here.here(await(other.async().rpush("killed", "element")));
      log.add(Here.here(await(held)).getValue());
      log.add(Here.here(await(connection.async().clientId())) != id);
    } else {
      try {
        await(held);
      } catch (RedisException e) {
        Here.here();
        log.add("told");
      }
      StatefulRedisConnection<String, String> again = await(connect(client, uri));
      log.add(Here.here(await(again.async().ping())));
      Here.here(await(again.closeAsync()));
    }
    Here.here(await(connection.closeAsync()));
    Here.here(await(other.closeAsync()));
    return completed(log);
  }
}
