package dev.fermata.compiler;

/**
 * The members of the runtime and the annotations that the compiler knows, all of them, and by name
 * only.
 */
public final class RuntimeContract {
  /** The descriptor of the annotation. */
  public static final String ASYNC = "Ldev/fermata/annotations/Async;";

  /** What every class that uses Fermata has in its constant pool. */
  public static final String PACKAGE_PREFIX = "dev/fermata/";

  public static final String FERMATA = "dev/fermata/Fermata";
  public static final String COROUTINE = "dev/fermata/Coroutine";
  public static final String TASK_CANCELLED = "dev/fermata/TaskCancelled";
  public static final String ASYNC_CALLABLE = "dev/fermata/AsyncCallable";
  public static final String LAMBDA_CALL = "call";
  public static final String ASYNC_LAMBDA = "dev/fermata/runtime/AsyncLambda";
  public static final String ASYNC_CLOSEABLE = "dev/fermata/AsyncCloseable";
  public static final String ASYNC_ITERABLE = "dev/fermata/AsyncIterable";
  public static final String ASYNC_ITERATOR = "dev/fermata/AsyncIterator";
  public static final String ASYNC_GENERATOR = "dev/fermata/runtime/AsyncGenerator";
  public static final String GENERATOR = "dev/fermata/runtime/Generator";
  public static final String CONTINUATION_FRAME = "dev/fermata/runtime/ContinuationFrame";
  public static final String GENERATOR_FRAME = "dev/fermata/runtime/GeneratorFrame";
  public static final String CONTINUATIONS = "dev/fermata/runtime/Continuations";
  public static final String COMPLETABLE_FUTURE = "java/util/concurrent/CompletableFuture";
  public static final String COMPLETION_STAGE = "java/util/concurrent/CompletionStage";

  /** {@code Fermata.await} and {@code Continuations.await} are overloaded alike. */
  public static final String AWAIT = "await";

  public static final String AWAIT_STAGE_DESC = "(L" + COMPLETION_STAGE + ";)Ljava/lang/Object;";
  public static final String AWAIT_COROUTINE_DESC = "(L" + COROUTINE + ";)Ljava/lang/Object;";

  /** What may nest calls is told the headroom that is left for them. */
  public static final String AWAIT_COROUTINE_WITHIN_DESC =
      "(L" + COROUTINE + ";I)Ljava/lang/Object;";

  /**
   * {@code Fermata.emit} returns nothing. Between the passes it returns what the resume is given,
   * and {@code emitAll} does so in the end too: that may return a frame.
   */
  public static final String EMIT = "emit";

  public static final String EMIT_DESC = "(Ljava/lang/Object;)V";
  public static final String EMIT_WOVEN_DESC = "(Ljava/lang/Object;)Ljava/lang/Object;";
  public static final String EMIT_FROM_DESC = "(Ljava/lang/Object;L" + GENERATOR_FRAME + ";)V";
  public static final String EMIT_ALL = "emitAll";
  public static final String EMIT_ALL_DESC = "(Ljava/lang/Iterable;)V";
  public static final String EMIT_ALL_WOVEN_DESC = "(Ljava/lang/Iterable;)Ljava/lang/Object;";
  public static final String EMIT_ALL_WITHIN_DESC = "(Ljava/lang/Iterable;I)Ljava/lang/Object;";

  /** {@code Fermata.end} makes what a generator returns; {@code Continuations.end} checks it. */
  public static final String END = "end";

  public static final String END_DESC = "()Ljava/lang/Object;";
  public static final String END_WOVEN_DESC = "(Ljava/lang/Object;)Ljava/lang/Object;";

  /** What stands for {@code close}, {@code hasNext} and {@code next}. */
  public static final String CLOSE_ASYNC = "closeAsync";

  public static final String CLOSE_ASYNC_DESC = "(Ljava/lang/Throwable;)L" + COROUTINE + ";";
  public static final String HAS_NEXT_ASYNC = "hasNextAsync";
  public static final String HAS_NEXT_ASYNC_DESC = "()L" + COROUTINE + ";";
  public static final String NEXT_ASYNC = "nextAsync";
  public static final String NEXT_ASYNC_DESC = "()L" + COROUTINE + ";";

  /** What stands for {@code Throwable.addSuppressed}: the first throws, the second returns. */
  public static final String ADD_SUPPRESSED = "addSuppressed";

  public static final String ADD_SUPPRESSED_DESC = "(Ljava/lang/Throwable;Ljava/lang/Throwable;)V";
  public static final String SUPPRESS = "suppress";
  public static final String SUPPRESS_DESC =
      "(Ljava/lang/Throwable;Ljava/lang/Throwable;)Ljava/lang/Throwable;";

  /** What a loop does to its iterator; after a failure, the exception is given and comes back. */
  public static final String CLOSE = "close";

  public static final String CLOSE_DESC = "(Ljava/util/Iterator;)V";
  public static final String CLOSE_AFTER = "closeAfter";
  public static final String CLOSE_AFTER_DESC =
      "(Ljava/lang/Throwable;Ljava/util/Iterator;)Ljava/lang/Throwable;";
  public static final String CLOSE_ASYNC_AFTER = "closeAsyncAfter";
  public static final String CLOSE_ASYNC_AFTER_DESC =
      "(Ljava/lang/Throwable;L" + ASYNC_ITERATOR + ";)L" + COROUTINE + ";";

  public static final String COMPLETED = "completed";
  public static final String COMPLETED_DESC = "(Ljava/lang/Object;)L" + COROUTINE + ";";
  public static final String COMPLETED_VOID_DESC = "()L" + COROUTINE + ";";
  public static final String COMPLETED_FUTURE = "completedFuture";
  public static final String COMPLETED_FUTURE_DESC =
      "(Ljava/lang/Object;)L" + COMPLETABLE_FUTURE + ";";

  /** The bootstrap method of awaited calls whose target is certain only at run time. */
  public static final String AWAITED_CALLS = "dev/fermata/runtime/AwaitedCalls";

  public static final String BIND = "bind";
  public static final String BIND_DESC =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
          + "Ljava/lang/invoke/MethodHandle;Ljava/lang/String;)Ljava/lang/invoke/CallSite;";

  /** The functions that stand for operations of the runtime whose coroutine is awaited at once. */
  public static final String OPERATIONS = "dev/fermata/runtime/Operations";

  public static final String DIRECT_CALLS = "DIRECT_CALLS";
  public static final String DIRECT_CALLS_DESC = "Z";
  public static final String HEADROOM = "HEADROOM";
  public static final String HEADROOM_DESC = "I";
  public static final String SUSPEND = "suspend";
  public static final String SUSPEND_DESC =
      "(Ljava/lang/Object;L" + CONTINUATION_FRAME + ";)L" + CONTINUATION_FRAME + ";";
  public static final String OUTCOME = "outcome";
  public static final String OUTCOME_DESC = "(Ljava/lang/Object;)Ljava/lang/Object;";
  public static final String DELEGATE = "delegate";
  public static final String DELEGATE_DESC = "(Ljava/lang/Object;I)Ljava/lang/Object;";
  public static final String ENTER_HOT = "enterHot";
  public static final String ENTER_HOT_DESC = "()I";
  public static final String HOT = "hot";
  public static final String HOT_DESC = "(Ljava/lang/Object;I)L" + COMPLETABLE_FUTURE + ";";
  public static final String HOT_FAILURE = "hotFailure";
  public static final String HOT_FAILURE_DESC =
      "(Ljava/lang/Throwable;I)L" + COMPLETABLE_FUTURE + ";";
  public static final String HOT_INTO = "hotInto";
  public static final String HOT_INTO_DESC =
      "(Ljava/lang/Object;L" + COMPLETABLE_FUTURE + ";I)L" + COMPLETABLE_FUTURE + ";";
  public static final String HOT_FAILURE_INTO = "hotFailureInto";
  public static final String HOT_FAILURE_INTO_DESC =
      "(Ljava/lang/Throwable;L" + COMPLETABLE_FUTURE + ";I)L" + COMPLETABLE_FUTURE + ";";
  public static final String HANDLES = "handles";
  public static final String HANDLES_DESC = "(Ljava/lang/String;I)Z";
  public static final String LOCATION = "location";
  public static final String LOCATION_DESC =
      "(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;I)"
          + "Ljava/lang/StackTraceElement;";
  public static final String NOT_WOVEN = "notWoven";
  public static final String NOT_WOVEN_DESC =
      "(Ljava/lang/String;)Ljava/lang/IllegalStateException;";

  public static final String AS_COMPILED = "asCompiled";
  public static final String AS_COMPILED_DESC =
      "(Ljava/lang/invoke/SerializedLambda;Ljava/lang/Class;Ljava/lang/String;"
          + "Ljava/lang/String;Ljava/lang/String;ILjava/lang/String;Ljava/lang/String;"
          + "Ljava/lang/String;)Ljava/lang/invoke/SerializedLambda;";

  public static final String FRAME_STATE = "state";
  public static final String FRAME_STATE_DESC = "I";
  public static final String FRAME_RESUME = "resume";
  public static final String FRAME_RESUME_DESC = "(Ljava/lang/Object;)Ljava/lang/Object;";
  public static final String FRAME_RESUME_WITHIN_DESC = "(Ljava/lang/Object;I)Ljava/lang/Object;";
  public static final String FRAME_HANDLES_FAILURE = "handlesFailure";
  public static final String FRAME_HANDLES_FAILURE_DESC = "()Z";
  public static final String FRAME_LOCATION = "location";
  public static final String FRAME_LOCATION_DESC = "()Ljava/lang/StackTraceElement;";

  /** What direct entries that return primitives, and their callers, use. */
  public static final String TYPED_RESULTS = "dev/fermata/runtime/TypedResults";

  /** What an entry returns that has told something else on the side; also for the small ints. */
  public static final int TOLD_INT = 0x9E3779B9;

  public static final long TOLD_LONG = 0x9E3779B97F4A7C15L;
  public static final float TOLD_FLOAT = Float.intBitsToFloat(TOLD_INT);
  public static final double TOLD_DOUBLE = Double.longBitsToDouble(TOLD_LONG);

  /** The starts of the names of functions; the name of a box follows. */
  public static final String BOX = "box";

  public static final String UNBOX = "unbox";

  /** Functions of a primitive that give what was told; the second one forgets it. */
  public static final String TOLD = "told";

  public static final String TAKE_TOLD = "takeTold";
  public static final String SUSPEND_TYPED = "suspend";
  public static final String SUSPEND_TYPED_DESC =
      "(Ljava/lang/Object;L" + CONTINUATION_FRAME + ";I)V";

  public static final String LAMBDA_ENTER = "enter";

  /** What every direct entry has behind the method's own parameters. */
  public static final String ENTRY_TAIL = "L" + CONTINUATION_FRAME + ";Ljava/lang/Object;I";

  public static final String COROUTINE_BEGIN = "begin";
  public static final String COROUTINE_BEGIN_DESC = "()Ljava/lang/Object;";
  public static final String COROUTINE_BEGIN_WITHIN_DESC = "(I)Ljava/lang/Object;";
  public static final String COROUTINE_NAME = "name";
  public static final String COROUTINE_NAME_DESC = "()Ljava/lang/String;";

  private RuntimeContract() {}

  /** Whether a class belongs to the JDK or to the runtime, none of whose methods is woven. */
  public static boolean declaresNoAsyncMethods(String owner) {
    return owner.startsWith("java/")
        || owner.startsWith("javax/")
        || owner.startsWith("jdk/")
        || owner.startsWith(PACKAGE_PREFIX + "sync/")
        || owner.startsWith(PACKAGE_PREFIX + "runtime/")
        || owner.startsWith(PACKAGE_PREFIX + "testing/")
        || (owner.startsWith(PACKAGE_PREFIX) && owner.indexOf('/', PACKAGE_PREFIX.length()) < 0);
  }
}
