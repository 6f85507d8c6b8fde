package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Annotations and other attributes of async methods, which stay and are not copied. */
@Deprecated
public class AnnotatedTarget {
  @Retention(RetentionPolicy.RUNTIME)
  @interface Kept {
    String value() default "default";

    int[] numbers() default {};
  }

  @Target(ElementType.TYPE_USE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface OnType {}

  @Kept("a")
  static final int CONSTANT = 5;

  @Async
  @Kept(value = "method", numbers = {1, 2})
  @Deprecated
  static <T extends Comparable<T>> Coroutine<@OnType List<T>> annotated(
      Probe p, @Kept("parameter") T x, @OnType String... rest) throws java.io.IOException {
    @OnType String local = await(p.later("local"));
    List<@OnType T> list = await(p.later(List.of(x)));
    try {
      await(p.laterOr(0, new java.io.IOException("io")));
    } catch (@OnType IllegalStateException e) {
      local = (@OnType String) null;
    }
    p.log(local + rest.length);
    return completed(list);
  }

  // case 114
  @Async
  public static Coroutine<Object> annotations_and_type_annotations(Probe p) throws Exception {
    return completed(await(annotated(p, "x", "y", "z")).toString());
  }

  // case 114
  @Async
  public static Coroutine<Object> reflection_sees_the_method_as_it_was_declared(Probe p) {
    StringBuilder out = new StringBuilder();
    for (java.lang.reflect.Method m : AnnotatedTarget.class.getDeclaredMethods()) {
      if (m.getName().equals("annotated")) {
        out.append(m.getAnnotation(Kept.class).value());
        out.append(m.getAnnotations().length);
        out.append(m.getParameterAnnotations()[1].length);
        out.append(m.isVarArgs()).append(m.getExceptionTypes()[0].getSimpleName());
      }
    }
    return completed(out + await(p.later("!")));
  }

  static class Saved implements java.io.Serializable {
    int x;

    @Async
    Coroutine<Integer> run(Probe p) {
      return completed(x + await(p.later(1)));
    }
  }

  // case 112
  @Async
  public static Coroutine<Object> the_default_serial_version_stays(Probe p) {
    Saved saved = new Saved();
    await(saved.run(p));
    return completed(java.io.ObjectStreamClass.lookup(Saved.class).getSerialVersionUID());
  }

  @Async
  static Coroutine<String> reflected(Probe p, int x) {
    try {
      return completed(x + await(p.later("!")));
    } catch (Throwable e) { // WARNING: FER-122
      // The unwoven method would throw at its caller, wrapped by reflection.
      return completed(e.getClass().getSimpleName());
    }
  }

  // case 112
  @Async
  public static Coroutine<Object> call_by_reflection(Probe p) throws Exception {
    int x = await(p.later(4));
    @SuppressWarnings("unchecked")
    Coroutine<String> call =
        (Coroutine<String>)
            AnnotatedTarget.class
                .getDeclaredMethod("reflected", Probe.class, int.class)
                .invoke(null, p, x);
    return completed(await(call));
  }
}
