import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Statements of Vert.x's client, to a PostgreSQL server. */
public final class ForeignPostgres {
  private ForeignPostgres() {}

  public static int checks() {
    return Here.checks();
  }

  /** What the programs get. */
  public record Session(Vertx vertx, PgConnectOptions options, Pool pool) {}

  public static Session open(String host, int port, String user, int connections) {
    FileSystemOptions noFiles =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setFileSystemOptions(noFiles));
    PgConnectOptions options =
        new PgConnectOptions().setHost(host).setPort(port).setUser(user).setDatabase("postgres");
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(connections))
            .connectingTo(options)
            .using(vertx)
            .build();
    return new Session(vertx, options, pool);
  }

  @Async
  public static Coroutine<Void> close(Session session) {
    Here.begin();
    Here.here(await(session.pool.close().toCompletionStage()));
    Here.here(await(session.vertx.close().toCompletionStage()));
    return completed();
  }

  /** An empty table. */
  @Async
  static Coroutine<Void> prepare(Pool pool) {
    Here.here(
        await(
            pool.query("create table if not exists item (id int primary key, name text not null)")
                .execute()
                .toCompletionStage()));
    Here.here(await(pool.query("truncate item").execute().toCompletionStage()));
    return completed();
  }

  private static List<Tuple> items(int first, int end) {
    List<Tuple> items = new ArrayList<>();
    for (int id = first; id < end; id++) {
      items.add(Tuple.of(id, "item " + id));
    }
    return items;
  }

  /** A hot method. */
  @Async
  static CompletableFuture<Long> count(Pool pool) {
    RowSet<Row> rows =
        Here.here(await(pool.query("select count(*) from item").execute().toCompletionStage()));
    RowSet<Row> again =
        Here.here(await(pool.query("select count(*) from item").execute().toCompletionStage()));
    return CompletableFuture.completedFuture(
        Math.max(rows.iterator().next().getLong(0), again.iterator().next().getLong(0)));
  }

  @Async
  public static Coroutine<List<Object>> inserts_and_selects(Session session, int count) {
    Here.begin();
    Pool pool = session.pool;
    List<Object> log = new ArrayList<>();
    await(prepare(pool));
    Here.here(await(Clients.insert(pool, items(0, count))));
    log.add(Here.here(await(count(pool))));
    RowSet<Row> rows =
        Here.here(
            await(
                pool.preparedQuery("select id, name from item where id >= $1 order by id")
                    .execute(Tuple.of(count - 3))
                    .toCompletionStage()));
    for (Row row : rows) {
      log.add(row.getInteger("id") + " " + row.getString("name"));
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> a_violation(Session session) {
    Here.begin();
    Pool pool = session.pool;
    List<Object> log = new ArrayList<>();
    await(prepare(pool));
    Here.here(await(Clients.insert(pool, items(0, 3))));
    List<Tuple> others = items(3, 6);
    others.add(Tuple.of(1, "twice"));
    others.addAll(items(6, 9));
    try {
      await(Clients.insert(pool, others));
    } catch (PgException e) {
      Here.here();
      log.add(e.getSqlState());
      log.add(e.getConstraint());
      log.add(List.of(e.getSuppressed()));
    }
    // What was inserted before it, is not there.
    log.add(Here.here(await(count(pool))));
    CompletableFuture<?> failed =
        pool.query("select * from no_such_table").execute().toCompletionStage()
            .toCompletableFuture();
    try {
      await(failed);
    } catch (PgException e) {
      Here.here();
      log.add(e.getSqlState());
      log.add(e == failed.handle((value, failure) -> failure).join());
    }
    return completed(log);
  }

  /** Inserts within a transaction, and then waits for what never comes. */
  @Async
  static Coroutine<Void> inserts(SqlConnection connection, Channel<String> inserted) {
    Transaction transaction = Here.here(await(connection.begin().toCompletionStage()));
    try {
      Here.here(
          await(
              connection
                  .query("insert into item values (1, 'one')")
                  .execute()
                  .toCompletionStage()));
      inserted.trySend("inserted");
      await(new CompletableFuture<Void>());
    } finally {
      Here.here(await(transaction.rollback().toCompletionStage()));
    }
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> a_cancelled_transaction(Session session) {
    Here.begin();
    Pool pool = session.pool;
    List<Object> log = new ArrayList<>();
    await(prepare(pool));
    SqlConnection connection = Here.here(await(pool.getConnection().toCompletionStage()));
    Channel<String> inserted = Channel.unbounded();
    Task<Void> task = spawn(inserts(connection, inserted));
    log.add(await(inserted.receive()));
    task.cancel(true);
    try {
      await(task);
    } catch (CancellationException e) {
      Here.here();
      log.add("cancelled");
    }
    log.add(Here.here(await(count(pool))));
    Here.here(await(connection.close().toCompletionStage()));
    return completed(log);
  }

  /** A task is cancelled while it waits for a connection: none may get lost. */
  @Async
  public static Coroutine<List<Object>> a_cancelled_wait_for_a_connection(
      Session session, int connections) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    await(prepare(session.pool));
    List<SqlConnection> all = Here.here(await(connections(session.pool, connections)));
    Task<Void> task = spawn(Clients.insert(session.pool, items(0, 3)));
    await(yieldNow()); // it begins
    task.cancel(true);
    try {
      await(task); // while all connections are in use
    } catch (CancellationException e) {
      Here.here();
      log.add("cancelled");
    }
    for (SqlConnection connection : all) {
      Here.here(await(connection.close().toCompletionStage()));
    }
    log.add(Here.here(await(count(session.pool))));
    all = Here.here(await(connections(session.pool, connections)));
    log.add(all.size());
    for (SqlConnection connection : all) {
      Here.here(await(connection.close().toCompletionStage()));
    }
    return completed(log);
  }

  private static Task<List<SqlConnection>> connections(Pool pool, int count) {
    List<CompletionStage<SqlConnection>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(pool.getConnection().toCompletionStage());
    }
    return gather(all);
  }

  @Async
  public static Coroutine<List<Object>> streamed(Session session, int count) {
    Here.begin();
    Pool pool = session.pool;
    List<Object> log = new ArrayList<>();
    SqlConnection connection = Here.here(await(pool.getConnection().toCompletionStage()));
    // A cursor lives within a transaction.
    Transaction transaction = Here.here(await(connection.begin().toCompletionStage()));
    long sum = 0;
    String numbers = "select * from generate_series(1, " + count + ")";
    for (Row row : Clients.rows(connection, numbers)) {
      Here.here();
      sum += row.getInteger(0);
    }
    log.add(sum);
    int read = 0;
    for (Row row : Clients.rows(connection, numbers)) {
      if (++read == 150) {
        break;
      }
    }
    log.add(read);
    // What was left early is closed, in the server too.
    log.add(
        Here.here(
                await(
                    connection
                        .query("select count(*) from pg_cursors")
                        .execute()
                        .toCompletionStage()))
            .iterator()
            .next()
            .getLong(0));
    Here.here(await(transaction.commit().toCompletionStage()));
    Here.here(await(connection.close().toCompletionStage()));
    return completed(log);
  }

  @Async
  static Coroutine<Integer> backend(Pool pool) {
    SqlConnection connection = Here.here(await(pool.getConnection().toCompletionStage()));
    try {
      RowSet<Row> rows =
          Here.here(
              await(
                  connection.query("select pg_backend_pid()").execute().toCompletionStage()));
      return completed(rows.iterator().next().getInteger(0));
    } finally {
      Here.here(await(connection.close().toCompletionStage()));
    }
  }

  /** More tasks than the pool has connections: the others wait. */
  @Async
  public static Coroutine<List<Object>> more_tasks_than_connections(Session session, int tasks) {
    Here.begin();
    Pool pool = session.pool;
    List<Coroutine<Integer>> all = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      all.add(backend(pool));
    }
    List<Integer> backends = Here.here(await(gather(all)));
    Set<Integer> different = new HashSet<>(backends);
    return completed(List.of(backends.size(), different.size()));
  }

  @Async
  public static Coroutine<List<Object>> a_cancelled_statement(Session session) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    PgConnection connection =
        Here.here(await(PgConnection.connect(session.vertx, session.options).toCompletionStage()));
    PgConnection other =
        Here.here(await(PgConnection.connect(session.vertx, session.options).toCompletionStage()));
    String sleeping = "select pg_sleep(600)";
    Task<RowSet<Row>> task = spawn(Clients.query(connection, sleeping));
    await(running(other, sleeping, 1));
    task.cancel(true);
    try {
      await(task);
    } catch (CancellationException e) {
      Here.here();
      log.add("cancelled");
    }
    // The server has given the statement up, and the connection takes the next one.
    await(running(other, sleeping, 0));
    RowSet<Row> next =
        Here.here(await(connection.query("select 1").execute().toCompletionStage()));
    log.add(next.iterator().next().getInteger(0));
    Here.here(await(connection.close().toCompletionStage()));
    Here.here(await(other.close().toCompletionStage()));
    return completed(log);
  }

  /** Waits until the server tells that so many run a statement. */
  @Async
  static Coroutine<Void> running(PgConnection connection, String sql, int count) {
    long running;
    do {
      running =
          Here.here(
                  await(
                      connection
                          .preparedQuery(
                              "select count(*) from pg_stat_activity"
                                  + " where state = 'active' and query = $1")
                          .execute(Tuple.of(sql))
                          .toCompletionStage()))
              .iterator()
              .next()
              .getLong(0);
    } while (running != count);
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> notified(Session session) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    PgConnection connection =
        Here.here(await(PgConnection.connect(session.vertx, session.options).toCompletionStage()));
    EventLoop loop = EventLoop.current();
    Channel<String> notifications = Channel.unbounded();
    connection.notificationHandler(
        notification -> {
          Thread caller = Thread.currentThread();
          loop.execute(
              () -> {
                boolean foreign = caller != Thread.currentThread();
                notifications.trySend(notification.getPayload() + " " + foreign);
              });
        });
    Here.here(await(connection.query("listen topic").execute().toCompletionStage()));
    for (String payload : List.of("one", "two")) {
      Here.here(
          await(
              connection.query("notify topic, '" + payload + "'").execute().toCompletionStage()));
    }
    log.add(Here.here(await(notifications.receive())));
    log.add(Here.here(await(notifications.receive())));
    Here.here(await(connection.close().toCompletionStage()));
    return completed(log);
  }
}
