package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.annotations.Async;
import dev.fermata.tests.futures.ProtectedPromise;
import dev.fermata.tests.futures.PublicPromise;
import dev.fermata.tests.probe.Probe;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Every return type of a hot method. // hot only: the types are written as they are meant. */
public class FuturesTarget {
  /** A future class of one's own, nested and generic. */
  static class Promise<T> extends CompletableFuture<T> {
    static <T> Promise<T> of(T value) {
      Promise<T> promise = new Promise<>();
      promise.complete(value);
      return promise;
    }
  }

  /** Not generic, two classes below CompletableFuture. */
  static class TextPromise extends Promise<Object> {
    static TextPromise text(Object value) {
      TextPromise promise = new TextPromise();
      promise.complete(value);
      return promise;
    }
  }

  /** Only the nest may make it. */
  private static final class Hidden<T> extends CompletableFuture<T> {
    private Hidden() {}
  }

  /** Only the class itself may make it, and it has the async method. */
  static final class Own extends CompletableFuture<Object> {
    private Own() {}

    @Async
    static Own make(Probe p, String s) {
      Own own = new Own();
      own.complete(s + await(p.later("own")));
      return own;
    }
  }

  /** Of a class of another package whose constructor is for subclasses. */
  static class OfProtected<T> extends ProtectedPromise<T> {}

  // case 105
  @Async
  public static CompletionStage<Object> completion_stage(Probe p) {
    try {
      String s = await(p.later("a"));
      return CompletableFuture.completedFuture(s + await(p.later("b")));
    } finally {
      p.log("finally");
    }
  }

  // case 105
  @Async
  public static Promise<Object> nested_generic_subclass(Probe p) {
    return Promise.of(await(p.later(1)) + await(p.later(2)));
  }

  // case 105
  @Async
  public static TextPromise subclass_of_a_subclass(Probe p) {
    return TextPromise.text(await(p.later("text")));
  }

  @Async
  private static Hidden<Object> hidden(Probe p) {
    Hidden<Object> hidden = new Hidden<>();
    hidden.complete(await(p.later("hidden")));
    return hidden;
  }

  // case 105, case 108
  @Async
  public static Promise<Object> private_constructors_of_the_nest(Probe p) {
    String s = "" + await(hidden(p));
    return Promise.of(await(Own.make(p, s)));
  }

  // case 105
  @Async
  public static PublicPromise<Object> subclass_of_another_package(Probe p) {
    PublicPromise<Object> promise = new PublicPromise<>();
    promise.complete(await(p.later("public")));
    return promise;
  }

  // case 105
  @Async
  public static OfProtected<Object> protected_constructor_above(Probe p) {
    OfProtected<Object> promise = new OfProtected<>();
    promise.complete(await(p.later("protected")));
    return promise;
  }

  @Async
  static <T> Promise<T> generic(Probe p, T x) {
    return Promise.of(await(p.later(x)));
  }

  interface Maker {
    @Async
    default TextPromise make(Probe p) {
      return TextPromise.text(name() + await(p.later("made")));
    }

    String name();
  }

  // case 105, case 134
  @Async
  public static Promise<Object> generic_and_interface_methods(Probe p) {
    Maker maker = () -> "maker";
    String s = await(generic(p, "generic")) + await(maker.make(p));
    return Promise.of(s + await(FuturesTarget.<Integer>generic(p, 5)));
  }

  // case 105: a call gives the declared class, pending or not
  @Async
  public static Promise<Object> class_of_the_result(Probe p) {
    TextPromise text = subclass_of_a_subclass(p);
    String s = "" + await(text) + text.getClass().getSimpleName();
    Hidden<Object> hidden = hidden(p);
    return Promise.of(s + await(hidden) + hidden.getClass().getSimpleName());
  }

  static class Base {
    @Async
    CompletionStage<Object> run(Probe p) {
      return CompletableFuture.completedFuture(await(p.later("base")));
    }
  }

  static class Covariant extends Base {
    @Async
    @Override
    TextPromise run(Probe p) {
      return TextPromise.text(await(super.run(p)) + await(p.later("covariant")));
    }
  }

  // case 106: the bridge has another style than the method that it calls
  @Async
  public static Promise<Object> covariant_override(Probe p) {
    Base base = new Covariant();
    return Promise.of(await(base.run(p)));
  }
}
