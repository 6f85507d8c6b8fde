package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;

/** Awaits on the right of plain, chained and compound assignments of fields and variables. */
public class AssignmentsTarget {
  static int si = 3;
  static long sl = 4;
  long jf = 5;
  int i = 6;
  byte b = 120;
  String str = "s";
  AssignmentsTarget next;

  AssignmentsTarget() {
    si = 3;
    sl = 4;
  }

  // case 19
  @Async
  public static Coroutine<Object> compound_field(Probe p) {
    AssignmentsTarget t = new AssignmentsTarget();
    t.jf += await(p.later(10L));
    t.i -= await(p.later(1));
    t.b += await(p.later(10));
    t.str += await(p.later("x"));
    return completed(t.jf + "," + t.i + "," + t.b + "," + t.str);
  }

  @Async
  private Coroutine<Object> compound_this(Probe p) {
    this.jf += await(p.later(10L));
    i <<= await(p.later(2));
    return completed(jf + "," + i);
  }

  // case 19
  @Async
  public static Coroutine<Object> compound_field_of_this(Probe p) {
    return completed(await(new AssignmentsTarget().compound_this(p)));
  }

  // case 19
  @Async
  public static Coroutine<Object> old_field_value_is_read_before_the_await(Probe p) {
    AssignmentsTarget t = new AssignmentsTarget();
    t.i += t.set(await(p.later(1)));
    return completed(t.i);
  }

  int set(int x) {
    i = 1000;
    return x;
  }

  // case 19
  @Async
  public static Coroutine<Object> compound_field_of_null_fails_before_the_await(Probe p) {
    AssignmentsTarget t = p.see((AssignmentsTarget) null);
    t.i += p.see(await(p.later(1)));
    return completed(t);
  }

  // case 20
  @Async
  public static Coroutine<Object> compound_static_field(Probe p) {
    new AssignmentsTarget();
    si += await(p.later(4));
    sl *= await(p.later(5));
    si++;
    return completed(si + "," + sl);
  }

  // case 25
  @Async
  public static Coroutine<Object> chained_assignment(Probe p) {
    AssignmentsTarget t = new AssignmentsTarget();
    t.next = new AssignmentsTarget();
    t.next.next = new AssignmentsTarget();
    String local = t.next.next.str = t.str = await(p.later("v"));
    int a;
    int b2 = a = t.i = await(p.later(7));
    long c = t.next.jf = sl = await(p.later(8L));
    return completed(local + t.next.next.str + t.str + a + b2 + t.i + c + t.next.jf + sl);
  }

  // case 25
  @Async
  public static Coroutine<Object> store_through_awaited_receivers(Probe p) {
    AssignmentsTarget t = new AssignmentsTarget();
    await(p.later(t)).i = await(p.later(1));
    await(p.later(t)).jf += await(p.later(2));
    await(p.later(t)).str = await(p.later((String) null));
    return completed(t.i + "," + t.jf + "," + t.str);
  }

  // case 26
  @Async
  public static Coroutine<Object> compound_local(Probe p) {
    int x = 1;
    x += await(p.later(2));
    long l = 1;
    l += x + await(p.later(3));
    double d = 2;
    d /= await(p.later(4));
    short s = 1;
    s += await(p.later(70000));
    String t = "t";
    t += await(p.later('c'));
    boolean z = true;
    z &= await(p.later(false));
    return completed(x + "," + l + "," + d + "," + s + "," + t + "," + z);
  }

  // case 26
  @Async
  public static Coroutine<Object> assignment_as_an_operand(Probe p) {
    int x = 1;
    int y = x + (x = await(p.later(10))) + x;
    int z = (x = await(p.later(2))) * x + y;
    return completed(x + "," + y + "," + z);
  }
}
