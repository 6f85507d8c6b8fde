package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.List;

/** Awaits above other operands: in arguments, below and beside operators. */
public class OperandStackTarget {
  static String g(int a, long b, double c, String d) {
    return a + "/" + b + "/" + c + "/" + d;
  }

  static int h(int a, int b, int c) {
    return a * 100 + b * 10 + c;
  }

  // case 1
  @Async
  public static Coroutine<Object> int_long_double_below(Probe p) {
    return completed(g(1, 2L, 3.5, await(p.later("x"))));
  }

  // case 1
  @Async
  public static Coroutine<Object> float_and_small_ints_below(Probe p) {
    byte b = -3;
    char c = 'c';
    short s = 300;
    boolean z = true;
    float f = 1.25f;
    return completed(small(z, b, c, s, f, await(p.later(7)), b, c));
  }

  static String small(boolean z, byte b, char c, short s, float f, int i, byte b2, char c2) {
    return z + "/" + b + "/" + c + "/" + s + "/" + f + "/" + i + "/" + b2 + "/" + c2;
  }

  // case 2
  @Async
  public static Coroutine<Object> all_arguments_await(Probe p) {
    return completed(
        g(await(p.later(1)), await(p.later(2L)), await(p.later(3.0)), await(p.later("d"))));
  }

  // case 2
  @Async
  public static Coroutine<Object> arguments_are_evaluated_from_left_to_right(Probe p) {
    return completed(
        g(p.see(1), await(p.later(p.see(2L))), p.see(3.0), p.see(await(p.later("d")))));
  }

  // case 3
  @Async
  public static Coroutine<Object> receiver_below(Probe p) {
    String str = p.see("left ");
    return completed(str.concat(await(p.later("right"))));
  }

  // case 3
  @Async
  public static Coroutine<Object> null_receiver_fails_only_after_the_await(Probe p) {
    String str = p.see((String) null);
    return completed(str.concat(p.see(await(p.later("right")))));
  }

  // case 4
  @Async
  public static Coroutine<Object> receiver_is_awaited(Probe p) {
    return completed(await(p.later("left ")).concat(await(p.later("right"))));
  }

  // case 3, case 4
  @Async
  public static Coroutine<Object> receiver_chain(Probe p) {
    return completed(
        new StringBuilder("a")
            .append(await(p.later("b")))
            .append(1L)
            .append((int) await(p.later(2)))
            .insert((int) await(p.later(0)), (double) await(p.later(3.5)))
            .toString());
  }

  // case 26
  @Async
  public static Coroutine<Object> old_value_below_an_increment(Probe p) {
    int x = 5;
    int sum = x++ + await(p.later(10));
    return completed(sum * 100 + x);
  }

  // case 26
  @Async
  public static Coroutine<Object> increments_in_arguments(Probe p) {
    int i = 1;
    String text = i++ + "," + h(i++, i, await(p.later(3))) + "," + ++i + "," + (i += await(p.later(4)));
    return completed(text + "," + i);
  }

  // case 28
  @Async
  public static Coroutine<Object> unboxing_and_casts(Probe p) {
    int i = await(p.later(1));
    long l = await(p.later(2));
    int back = (int) (long) await(p.later(3L));
    double d = await(p.later(4.5f));
    Object o = await(p.later('c'));
    char c = (Character) o;
    return completed(i + "," + l + "," + back + "," + d + "," + c);
  }

  // case 28
  @Async
  public static Coroutine<Object> unboxing_null_throws_at_its_line(Probe p) {
    Integer none = null;
    p.log("before");
    int value = await(p.later(none));
    return completed(value);
  }

  // case 28
  @Async
  public static Coroutine<Object> boxed_identity(Probe p) {
    Integer small = 100;
    Integer large = 100_000;
    boolean same = small == await(p.later(small));
    boolean alsoSame = large == await(p.later(large));
    return completed(same + "," + alsoSame);
  }

  // case 29
  @Async
  public static Coroutine<Object> results_are_dropped(Probe p) {
    await(p.later("dropped"));
    await(p.later(1L));
    await(p.later((Void) null));
    long l = 5;
    l++;
    await(p.later(2.0));
    return completed(l);
  }

  // case 30
  @Async
  public static Coroutine<Object> class_cast_fails_inside_its_try(Probe p) {
    Object result;
    try {
      @SuppressWarnings("unchecked")
      java.util.concurrent.CompletableFuture<String> wrong =
          (java.util.concurrent.CompletableFuture<String>)
              (java.util.concurrent.CompletableFuture<?>) p.later(1);
      String text = await(wrong);
      result = text;
    } catch (ClassCastException e) {
      p.log("caught");
      result = "cast";
    }
    return completed(result);
  }

  // case 30
  @Async
  public static Coroutine<Object> class_cast_fails_uncaught(Probe p) {
    Object one = await(p.later((Object) 1));
    String text = (String) await(p.later(one));
    return completed(text);
  }

  // case 30
  @Async
  public static Coroutine<Object> casts_to_interface_and_array(Probe p) {
    CharSequence text = await(p.later("text"));
    int[] array = await(p.later(new int[] {1, 2}));
    String[][] deep = await(p.later(new String[][] {{"x"}, {}}));
    List<String> list = await(p.later(List.of("a", "b")));
    return completed(text.length() + array[1] + deep[0][0] + list.get(1));
  }

  // case 31
  @Async
  public static Coroutine<Object> method_reference_of_an_awaited_receiver(Probe p) {
    java.util.function.Supplier<String> trim = await(p.later("  text "))::trim;
    return completed(trim.get() + await(p.later("!")));
  }

  // case 32
  @Async
  public static Coroutine<Object> await_captured_by_a_lambda(Probe p) {
    String first = await(p.later("a"));
    java.util.function.Function<String, String> f = x -> first + x;
    String second = f.apply(await(p.later("b")));
    return completed(second + f.apply("c"));
  }

  // case 32
  @Async
  public static Coroutine<Object> signature_polymorphic_calls(Probe p) throws Throwable {
    java.lang.invoke.MethodHandle max =
        java.lang.invoke.MethodHandles.lookup()
            .findStatic(
                Math.class,
                "max",
                java.lang.invoke.MethodType.methodType(long.class, long.class, long.class));
    long five = 5;
    long larger = (long) max.invokeExact(five, (long) await(p.later(7L)));
    java.lang.invoke.VarHandle element =
        java.lang.invoke.MethodHandles.arrayElementVarHandle(int[].class);
    int[] array = {1, 2, 3};
    element.setVolatile(array, 1, (int) await(p.later(9)));
    int old = (int) element.getAndAdd(array, (int) await(p.later(2)), 4);
    return completed(larger + "," + array[1] + "," + array[2] + "," + old);
  }

  long wide = 5;
  double[] ds = {1.5, 2.5};

  // case 33
  @Async
  public static Coroutine<Object> wide_values_around_duplications(Probe p) {
    OperandStackTarget t = new OperandStackTarget();
    long a = t.wide++ + await(p.later(10L)) + t.wide--;
    double b = t.ds[0]++ + await(p.later(0.5)) + ++t.ds[await(p.later(1))];
    long c;
    long d = c = t.wide = await(p.later(77L));
    return completed(a + "," + b + "," + c + "," + d + "," + t.wide + "," + t.ds[0] + "," + t.ds[1]);
  }

  // case 34
  @Async
  public static Coroutine<Object> intermediate_results(Probe p) {
    return completed(await(p.later(1)) + await(p.later(2)) * await(p.later(3)));
  }

  // case 34
  @Async
  public static Coroutine<Object> wide_intermediate_results(Probe p) {
    long r =
        await(p.later(100L)) - await(p.later(2)) * (await(p.later(3L)) << await(p.later(4)));
    double d = await(p.later(1.0)) / (await(p.later(4.0f)) - await(p.later(2)));
    return completed(r + "," + d);
  }

  // case 34
  @Async
  public static Coroutine<Object> comparisons(Probe p) {
    boolean less = await(p.later(1L)) < await(p.later(2L));
    boolean equal = await(p.later(1.5)) == await(p.later(1.5));
    int sign = Integer.compare(await(p.later(3)), await(p.later(2)));
    return completed(less + "," + equal + "," + sign);
  }

  @Async
  static Coroutine<Integer> inc(Probe p, int x) {
    p.log("inc " + x);
    return completed(await(p.later(x)) + 1);
  }

  // case 35
  @Async
  public static Coroutine<Object> nested_awaits(Probe p) {
    return completed(await(inc(p, await(inc(p, await(inc(p, 1)))))));
  }

  // case 35
  @Async
  public static Coroutine<Object> nested_awaits_beside_operands(Probe p) {
    return completed(h(await(inc(p, 1)), await(inc(p, await(p.later(2)) + 10)) % 10, 9));
  }

  // case 36
  @Async
  public static Coroutine<Object> very_deep_stack(Probe p) {
    return completed(0 + (long) (1 + (long) (2 + (long) (3 + (long) (4 + (long) (5 + (long) (6 + (long) (7 + (long) (8 + (long) (9 + (long) (10 + (long) (11 + (long) (12 + (long) (13 + (long) (14 + (long) (15 + (long) (16 + (long) (17 + (long) (18 + (long) (19 + (long) (20 + (long) (21 + (long) (22 + (long) (23 + (long) (24 + (long) (25 + (long) (26 + (long) (27 + (long) (28 + (long) (29 + (long) (30 + (long) (31 + (long) (32 + (long) (33 + (long) (34 + (long) (35 + (long) (36 + (long) (37 + (long) (38 + (long) (39 + (long) (40 + (long) (41 + (long) (42 + (long) (43 + (long) (44 + (long) (45 + (long) (46 + (long) (47 + (long) (48 + (long) (49 + (long) (50 + (long) (51 + (long) (52 + (long) (53 + (long) (54 + (long) (55 + (long) (56 + (long) (57 + (long) (58 + (long) (59 + (long) (await(p.later(5)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))));
  }

  // case 36
  @Async
  public static Coroutine<Object> three_hundred_values_below(Probe p) {
    return completed(new int[] {1, 2}.length + (0 + 2 * ((1 + 2 * ((2 + 2 * ((3 + 2 * ((4 + 2 * ((5 + 2 * ((6 + 2 * ((7 + 2 * ((8 + 2 * ((9 + 2 * ((10 + 2 * ((11 + 2 * ((12 + 2 * ((13 + 2 * ((14 + 2 * ((15 + 2 * ((16 + 2 * ((17 + 2 * ((18 + 2 * ((19 + 2 * ((20 + 2 * ((21 + 2 * ((22 + 2 * ((23 + 2 * ((24 + 2 * ((25 + 2 * ((26 + 2 * ((27 + 2 * ((28 + 2 * ((29 + 2 * ((30 + 2 * ((31 + 2 * ((32 + 2 * ((33 + 2 * ((34 + 2 * ((35 + 2 * ((36 + 2 * ((37 + 2 * ((38 + 2 * ((39 + 2 * ((40 + 2 * ((41 + 2 * ((42 + 2 * ((43 + 2 * ((44 + 2 * ((45 + 2 * ((46 + 2 * ((47 + 2 * ((48 + 2 * ((49 + 2 * ((50 + 2 * ((51 + 2 * ((52 + 2 * ((53 + 2 * ((54 + 2 * ((55 + 2 * ((56 + 2 * ((57 + 2 * ((58 + 2 * ((59 + 2 * ((60 + 2 * ((61 + 2 * ((62 + 2 * ((63 + 2 * ((64 + 2 * ((65 + 2 * ((66 + 2 * ((67 + 2 * ((68 + 2 * ((69 + 2 * ((70 + 2 * ((71 + 2 * ((72 + 2 * ((73 + 2 * ((74 + 2 * ((75 + 2 * ((76 + 2 * ((77 + 2 * ((78 + 2 * ((79 + 2 * ((80 + 2 * ((81 + 2 * ((82 + 2 * ((83 + 2 * ((84 + 2 * ((85 + 2 * ((86 + 2 * ((87 + 2 * ((88 + 2 * ((89 + 2 * ((90 + 2 * ((91 + 2 * ((92 + 2 * ((93 + 2 * ((94 + 2 * ((95 + 2 * ((96 + 2 * ((97 + 2 * ((98 + 2 * ((99 + 2 * ((100 + 2 * ((101 + 2 * ((102 + 2 * ((103 + 2 * ((104 + 2 * ((105 + 2 * ((106 + 2 * ((107 + 2 * ((108 + 2 * ((109 + 2 * ((110 + 2 * ((111 + 2 * ((112 + 2 * ((113 + 2 * ((114 + 2 * ((115 + 2 * ((116 + 2 * ((117 + 2 * ((118 + 2 * ((119 + 2 * ((120 + 2 * ((121 + 2 * ((122 + 2 * ((123 + 2 * ((124 + 2 * ((125 + 2 * ((126 + 2 * ((127 + 2 * ((128 + 2 * ((129 + 2 * ((130 + 2 * ((131 + 2 * ((132 + 2 * ((133 + 2 * ((134 + 2 * ((135 + 2 * ((136 + 2 * ((137 + 2 * ((138 + 2 * ((139 + 2 * ((140 + 2 * ((141 + 2 * ((142 + 2 * ((143 + 2 * ((144 + 2 * ((145 + 2 * ((146 + 2 * ((147 + 2 * ((148 + 2 * ((149 + 2 * (await(p.later(1)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))));
  }
}
