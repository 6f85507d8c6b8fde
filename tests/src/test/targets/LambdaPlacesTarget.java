package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.AsyncCallable;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Async lambdas in every place of a class where an expression may stand. */
public class LambdaPlacesTarget {
  static final AsyncCallable<String> IN_A_STATIC_FIELD =
      () -> "static" + await(Probe.current().later("1")) + await(Probe.current().later("2"));

  static final Supplier<Coroutine<String>> IN_A_STATIC_BLOCK;

  static {
    String captured = "block";
    IN_A_STATIC_BLOCK = () -> completed(captured + await(Probe.current().later("!")));
  }

  private final int number;
  private final AsyncCallable<Integer> inAField = () -> await(Probe.current().later(1)) + number();
  private final AsyncCallable<Integer> inAConstructor;
  private Function<Long, Coroutine<Long>> inABlock;

  {
    long wide = 1L << 40;
    inABlock = x -> completed(x + await(Probe.current().later(wide)) + number());
  }

  LambdaPlacesTarget(AsyncCallable<Integer> body, int number) {
    this.number = number;
    inAConstructor = () -> await(async(body)) * 10 + await(Probe.current().later(number()));
  }

  LambdaPlacesTarget(int number, double wide) {
    this(() -> await(Probe.current().later(number)) + (int) wide, number);
  }

  int number() {
    return number;
  }

  // case 109
  @Async
  public static Coroutine<Object> static_field_and_block(Probe p) {
    String a = await(async(IN_A_STATIC_FIELD));
    return completed(a + await(IN_A_STATIC_BLOCK.get()) + await(async(IN_A_STATIC_FIELD)));
  }

  // case 109
  @Async
  public static Coroutine<Object> field_block_and_constructor(Probe p) {
    LambdaPlacesTarget t = new LambdaPlacesTarget(4, 2.5);
    int a = await(async(t.inAField));
    int b = await(async(t.inAConstructor));
    return completed(a + "," + b + "," + await(t.inABlock.apply(1L)));
  }

  // case 109
  @Async
  public static Coroutine<Object> argument_of_a_constructor(Probe p) {
    int x = await(p.later(5));
    return completed(
        await(async(new LambdaPlacesTarget(() -> x * await(p.later(3)), 7).inAConstructor)));
  }

  interface Service {
    AsyncCallable<String> IN_AN_INTERFACE = () -> "constant" + await(Probe.current().later("c"));

    String name();

    @Async
    default Coroutine<String> inDefault(Probe p) {
      AsyncCallable<String> body = () -> name() + await(p.later("d")) + await(async(hidden(p)));
      return completed(await(async(body)) + await(p.later(".")));
    }

    private AsyncCallable<String> hidden(Probe p) {
      return () -> await(p.later("h")) + this.name();
    }

    static Function<Probe, Coroutine<String>> inStatic(String s) {
      return p -> completed(s + await(p.later("s")));
    }
  }

  // case 109, case 134
  @Async
  public static Coroutine<Object> interface_methods(Probe p) {
    Service service = () -> "lambda";
    return completed(
        await(service.inDefault(p))
            + await(Service.inStatic("static").apply(p))
            + await(async(Service.IN_AN_INTERFACE)));
  }

  interface Binary {
    Coroutine<Integer> apply(int a, int b);
  }

  enum Op {
    PLUS((a, b) -> completed(await(Probe.current().later(a)) + b)),
    TIMES((a, b) -> completed(a * await(Probe.current().later(b)))) {
      @Override
      AsyncCallable<Integer> twice(int a) {
        AsyncCallable<Integer> above = super.twice(a);
        return () -> await(async(above)) + ordinal() * await(Probe.current().later(1000));
      }
    };

    final Binary binary;

    Op(Binary binary) {
      this.binary = binary;
    }

    AsyncCallable<Integer> twice(int a) {
      return () -> await(binary.apply(await(binary.apply(a, a)), ordinal() + 2));
    }
  }

  // case 109
  @Async
  public static Coroutine<Object> enum_constants(Probe p) {
    String s = "";
    for (Op op : Op.values()) {
      s += op + "=" + await(async(op.twice(3))) + ",";
    }
    return completed(s);
  }

  record Point(int x, long y) {
    static final AsyncCallable<Point> MAKE =
        () -> new Point(await(Probe.current().later(1)), await(Probe.current().later(2L)));

    Point {
      AsyncCallable<Integer> unused = () -> await(Probe.current().later(x));
    }

    AsyncCallable<Long> sum() {
      return () -> x + await(Probe.current().later(5)) + y;
    }
  }

  // case 109
  @Async
  public static Coroutine<Object> record_components(Probe p) {
    Point point = await(async(Point.MAKE));
    return completed(point + "," + await(async(point.sum())));
  }
}
