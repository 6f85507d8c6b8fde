import static dev.fermata.Fermata.acquire;
import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.emit;
import static dev.fermata.Fermata.emitAll;
import static dev.fermata.Fermata.end;

import dev.fermata.AsyncIterable;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.TaskCancelled;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Channel;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

/** What docs/clients.md shows. The clients' tests run it, and a test compares the two. */
public final class Clients {
  private Clients() {}

  @Async
  static Coroutine<String> page(HttpClient client, URI address) {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    HttpResponse<String> response = await(client.sendAsync(request, BodyHandlers.ofString()));
    return completed(response.body());
  }

  @Async
  static Coroutine<Long> size(HttpClient client, URI address) {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    Flow.Publisher<List<ByteBuffer>> body =
        await(client.sendAsync(request, BodyHandlers.ofPublisher())).body();
    long size = 0;
    for (List<ByteBuffer> buffers : AsyncIterable.fromPublisher(body)) {
      for (ByteBuffer buffer : buffers) {
        size += buffer.remaining();
      }
    }
    return completed(size);
  }

  @Async
  static Coroutine<String> upload(HttpClient client, URI address, AsyncIterable<ByteBuffer> parts) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .POST(BodyPublishers.fromPublisher(parts.asPublisher()))
            .build();
    return completed(await(client.sendAsync(request, BodyHandlers.ofString())).body());
  }

  @Async
  static Coroutine<StatefulRedisConnection<String, String>> connect(
      RedisClient client, RedisURI uri) {
    return acquire(
        client.connectAsync(StringCodec.UTF8, uri), StatefulRedisConnection::closeAsync);
  }

  @Async
  static Coroutine<Long> visit(RedisAsyncCommands<String, String> redis, String page) {
    await(redis.sadd("pages", page));
    return completed(await(redis.incr("visits:" + page)));
  }

  @Async
  static AsyncIterable<String> messages(
      StatefulRedisPubSubConnection<String, String> connection, String topic) {
    EventLoop loop = EventLoop.current();
    Channel<String> messages = Channel.unbounded();
    RedisPubSubListener<String, String> listener =
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String from, String message) {
            loop.execute(() -> messages.trySend(message));
          }
        };
    connection.addListener(listener);
    try {
      await(connection.async().subscribe(topic));
      emitAll(messages);
    } finally {
      await(connection.async().unsubscribe(topic));
      connection.removeListener(listener);
    }
    return end();
  }

  @Async
  static Coroutine<Void> insert(Pool pool, List<Tuple> items) {
    SqlConnection connection =
        await(acquire(pool.getConnection().toCompletionStage(), SqlConnection::close));
    try {
      Transaction transaction = await(connection.begin().toCompletionStage());
      try {
        for (Tuple item : items) {
          await(
              connection
                  .preparedQuery("insert into item (id, name) values ($1, $2)")
                  .execute(item)
                  .toCompletionStage());
        }
      } catch (Throwable failure) { // a cancel, too
        await(transaction.rollback().toCompletionStage());
        throw failure;
      }
      await(transaction.commit().toCompletionStage());
    } finally {
      await(connection.close().toCompletionStage());
    }
    return completed();
  }

  @Async
  static AsyncIterable<Row> rows(SqlConnection connection, String sql) {
    PreparedStatement statement = await(connection.prepare(sql).toCompletionStage());
    Cursor cursor = statement.cursor();
    try {
      do {
        emitAll(await(cursor.read(100).toCompletionStage()));
      } while (cursor.hasMore());
    } finally {
      await(cursor.close().toCompletionStage());
      await(statement.close().toCompletionStage());
    }
    return end();
  }

  @Async
  static Coroutine<RowSet<Row>> query(PgConnection connection, String sql) {
    try {
      return completed(await(connection.query(sql).execute().toCompletionStage()));
    } catch (TaskCancelled cancelled) {
      await(connection.cancelRequest().toCompletionStage());
      throw cancelled;
    }
  }
}
