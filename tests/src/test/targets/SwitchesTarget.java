package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;

/** Awaits in switch statements and switch expressions. */
public class SwitchesTarget {
  enum Color {
    RED,
    GREEN,
    BLUE
  }

  // case 68
  @Async
  public static Coroutine<Object> table_switch_with_fall_through(Probe p) {
    String text = "";
    for (int i = 0; i < 6; i++) {
      switch (i) {
        case 0:
          text += await(p.later("zero"));
          break;
        case 1:
          text += "one";
        case 2:
          text += await(p.later("two"));
        default:
          text += "default";
        case 3:
          text += await(p.later("three"));
          break;
        case 4:
          continue;
      }
      text += ",";
    }
    return completed(text);
  }

  // case 68
  @Async
  public static Coroutine<Object> lookup_switch_of_an_awaited_selector(Probe p) {
    int total = 0;
    for (int key : new int[] {1, 1000, -5, 7}) {
      switch (await(p.later(key))) {
        case 1:
          total += await(p.later(1));
          break;
        case 1000:
          total += 2;
          break;
        case -5:
          total += await(p.later(4));
      }
    }
    return completed(total);
  }

  // case 69
  @Async
  public static Coroutine<Object> string_switch(Probe p) {
    String text = "";
    for (String key : new String[] {"Aa", "BB", "C", "none"}) {
      switch (await(p.later(key))) {
        case "Aa":
          text += await(p.later("1"));
          break;
        case "BB":
          text += await(p.later("2"));
          break;
        case "C":
          text += "3";
          break;
        default:
          text += await(p.later("?"));
      }
    }
    return completed(text);
  }

  // case 69
  @Async
  public static Coroutine<Object> string_switch_of_null(Probe p) {
    switch (await(p.later((String) null))) {
      case "a":
        return completed(await(p.later("a")));
      default:
        return completed("default");
    }
  }

  // case 70
  @Async
  public static Coroutine<Object> enum_switch(Probe p) {
    String text = "";
    for (Color color : Color.values()) {
      switch (await(p.later(color))) {
        case RED:
          text += await(p.later("r"));
          break;
        case GREEN:
          text += "g";
          break;
        default:
          text += await(p.later("other"));
      }
      String more =
          switch (color) {
            case RED, GREEN -> await(p.later("!"));
            case BLUE -> "?";
          };
      text += more;
    }
    return completed(text);
  }

  // case 70
  @Async
  public static Coroutine<Object> boxed_switch(Probe p) {
    Integer boxed = 2;
    Character c = 'x';
    int r =
        switch (await(p.later(boxed))) {
          case 1 -> 10;
          case 2 -> await(p.later(20));
          default -> 30;
        };
    return completed(
        r
            + switch (await(p.later(c))) {
              case 'x' -> await(p.later(5));
              default -> 6;
            });
  }

  // case 71
  @Async
  public static Coroutine<Object> switch_expression_as_an_operand(Probe p) {
    long base = 100;
    int k = await(p.later(2));
    return completed(
        base
            + 10
            + switch (k) {
              case 1 -> 1;
              case 2 -> {
                int inner = await(p.later(5));
                yield inner * await(p.later(2));
              }
              default -> await(p.later(3));
            }
            - await(p.later(1)));
  }

  // case 71
  @Async
  public static Coroutine<Object> switch_expression_with_try_below_an_int(Probe p) {
    int k = await(p.later(1));
    return completed(
        10
            + switch (k) {
              case 1 -> {
                try {
                  yield await(p.later(1));
                } catch (RuntimeException e) {
                  yield await(p.later(2));
                } finally {
                  p.log("finally");
                }
              }
              default -> 3;
            });
  }

  static String three(Object a, Object b, Object c) {
    return a + "," + b + "," + c;
  }

  // case 71
  @Async
  public static Coroutine<Object> nested_switch_expressions(Probe p) {
    int a = await(p.later(1));
    int b = await(p.later(2));
    return completed(
        switch (a) {
          case 1 ->
              switch (b) {
                case 2 -> await(p.later("one two")) + switch (a + b) {
                      case 3 -> await(p.later(3));
                      default -> 0;
                    };
                default -> "one other";
              };
          default -> "other";
        });
  }

  // case 71
  @Async
  public static Coroutine<Object> switch_expression_as_a_condition(Probe p) {
    int k = await(p.later(3));
    int n = 0;
    while (switch (k) {
      case 0 -> false;
      case 1, 2 -> await(p.later(true));
      default -> {
        n += 10;
        yield await(p.later(true));
      }
    }) {
      k--;
      n++;
    }
    return completed(n);
  }

  // case 9
  @Async
  public static Coroutine<Object> switch_throws_below_operands(Probe p) {
    String result;
    try {
      result =
          three(
              await(p.later(1)),
              2L,
              switch (await(p.later(5))) {
                case 1 -> "one";
                default -> throw new IllegalArgumentException(await(p.later("bad")));
              });
    } catch (IllegalArgumentException e) {
      result = "caught " + e.getMessage();
    }
    return completed(result);
  }

  // case 68
  @Async
  public static Coroutine<Object> switch_in_a_loop_with_labels(Probe p) {
    StringBuilder out = new StringBuilder();
    int state = 0;
    machine:
    for (; ; ) {
      switch (state) {
        case 0:
          state = await(p.later(2));
          break;
        case 1:
          out.append(await(p.later("one")));
          break machine;
        case 2:
          out.append("two");
          state = await(p.later(1));
          continue machine;
        default:
          throw new AssertionError(state);
      }
      out.append(".");
    }
    return completed(out.toString());
  }
}
