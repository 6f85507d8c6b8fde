package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.function.Supplier;

/** Async methods in interfaces, inner, local and anonymous classes, enums, records and hierarchies. */
public class ShapesTarget {
  interface Service {
    @Async
    Coroutine<String> name(Probe p);

    @Async
    default Coroutine<String> twice(Probe p) {
      return completed(await(name(p)) + await(hidden(p)) + await(this.name(p)));
    }

    @Async
    private Coroutine<String> hidden(Probe p) {
      return completed(await(p.later("-")));
    }

    @Async
    static Coroutine<String> fixed(Probe p, Service s) {
      return completed(await(s.twice(p)) + await(p.later("!")));
    }
  }

  static class First implements Service {
    @Async
    @Override
    public Coroutine<String> name(Probe p) {
      return completed(await(p.later("first")));
    }
  }

  static class Second extends First {
    private final String suffix = "second";

    @Async
    @Override
    public Coroutine<String> name(Probe p) {
      return completed(await(super.name(p)) + suffix + await(p.later("+")));
    }

    @Async
    @Override
    public Coroutine<String> twice(Probe p) {
      return completed(await(super.twice(p)) + "|" + await(super.name(p)));
    }
  }

  /** Overrides an async method by one that is not. */
  static class Plain extends First {
    @Override
    public Coroutine<String> name(Probe p) {
      return completed("plain");
    }
  }

  static class Diamond implements Service {
    @Override
    public Coroutine<String> name(Probe p) {
      return completed("diamond");
    }

    @Async
    @Override
    public Coroutine<String> twice(Probe p) {
      return completed(await(Service.super.twice(p)) + await(p.later("?")));
    }
  }

  // case 105, case 106, case 134
  @Async
  public static Coroutine<Object> interface_methods(Probe p) {
    return completed(await(new First().twice(p)) + await(Service.fixed(p, new First())));
  }

  // case 106, case 107
  @Async
  public static Coroutine<Object> overrides_and_super(Probe p) {
    Service s = new Second();
    return completed(await(s.twice(p)) + "," + await(Service.fixed(p, new Plain())));
  }

  // case 107
  @Async
  public static Coroutine<Object> super_of_an_interface(Probe p) {
    return completed(await(new Diamond().twice(p)));
  }

  abstract static class Base<T> {
    @Async
    abstract Coroutine<T> make(Probe p, T x);

    @Async
    Coroutine<T> both(Probe p, T x, T y) {
      T a = await(make(p, x));
      T b = await(make(p, y));
      p.log(a);
      return completed(b);
    }
  }

  static class OfString extends Base<String> {
    @Async
    @Override
    Coroutine<String> make(Probe p, String x) {
      return completed(x + await(p.later("made")));
    }
  }

  // case 106
  @Async
  public static Coroutine<Object> bridges(Probe p) {
    Base<String> b = new OfString();
    return completed(await(b.both(p, "x", await(b.make(p, "y")))));
  }

  class Inner {
    private final int x;

    Inner(int x) {
      this.x = x;
    }

    @Async
    Coroutine<String> run(Probe p) {
      String mine = name + x;
      ShapesTarget.this.name += await(p.later("!"));
      return completed(mine + name + await(ShapesTarget.this.outer(p)));
    }
  }

  private String name = "outer";

  @Async
  private Coroutine<String> outer(Probe p) {
    return completed(await(p.later("o")) + name);
  }

  // case 54, case 105
  @Async
  public static Coroutine<Object> inner_class(Probe p) {
    ShapesTarget t = new ShapesTarget();
    return completed(await(t.new Inner(await(p.later(5))).run(p)));
  }

  // case 105
  @Async
  public static Coroutine<Object> local_and_anonymous_classes(Probe p) {
    String captured = await(p.later("captured"));
    class Local {
      @Async
      Coroutine<String> run(Probe q) {
        return completed(captured + await(q.later("local")));
      }
    }
    Service anonymous =
        new Service() {
          @Async
          @Override
          public Coroutine<String> name(Probe q) {
            return completed(await(new Local().run(q)) + await(q.later("anonymous")));
          }
        };
    return completed(await(anonymous.twice(p)));
  }

  enum Op {
    PLUS {
      @Async
      @Override
      Coroutine<Integer> apply(Probe p, int a, int b) {
        return completed(a + await(p.later(b)));
      }
    },
    TIMES {
      @Async
      @Override
      Coroutine<Integer> apply(Probe p, int a, int b) {
        return completed(await(p.later(a)) * b);
      }
    };

    @Async
    abstract Coroutine<Integer> apply(Probe p, int a, int b);

    @Async
    Coroutine<Integer> twice(Probe p, int a) {
      return completed(await(apply(p, await(apply(p, a, a)), ordinal())));
    }
  }

  // case 105
  @Async
  public static Coroutine<Object> enum_constants(Probe p) {
    int r = 0;
    for (Op op : Op.values()) {
      r = r * 100 + await(op.twice(p, 3));
    }
    return completed(r);
  }

  record Point(int x, long y) {
    @Async
    Coroutine<Long> sum(Probe p) {
      return completed(x + await(p.later(1)) + y);
    }

    @Async
    static Coroutine<Point> make(Probe p) {
      return completed(new Point(await(p.later(1)), await(p.later(2L))));
    }
  }

  // case 105
  @Async
  public static Coroutine<Object> record_methods(Probe p) {
    Point point = await(Point.make(p));
    return completed(point + "," + await(point.sum(p)));
  }

  sealed interface Shape permits Circle, Square {
    @Async
    Coroutine<Double> area(Probe p);
  }

  record Circle(double r) implements Shape {
    @Async
    @Override
    public Coroutine<Double> area(Probe p) {
      return completed(await(p.later(3.0)) * r * r);
    }
  }

  record Square(double a) implements Shape {
    @Async
    @Override
    public Coroutine<Double> area(Probe p) {
      return completed(a * await(p.later(a)));
    }
  }

  // case 105
  @Async
  public static Coroutine<Object> sealed_types(Probe p) {
    Shape[] shapes = {new Circle(2), new Square(3)};
    double sum = 0;
    for (Shape s : shapes) {
      sum += await(s.area(p));
    }
    return completed(sum);
  }
}
