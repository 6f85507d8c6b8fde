import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;

/**
 * Calls through an interface that give boxes: of a woven class, whose direct entries return the
 * primitives, and of one that is not woven. Each gives a plain value, the rare one that says that
 * something is told on the side, null, and an object of another class.
 */
public class LateResults {
  /** What is called. */
  public interface Source {
    Coroutine<Integer> ints(int which);

    Coroutine<Long> longs(int which);

    Coroutine<Double> doubles(int which);

    Coroutine<Float> floats(int which);

    Coroutine<Short> shorts(int which);

    Coroutine<Byte> bytes(int which);

    Coroutine<Character> chars(int which);

    Coroutine<Boolean> booleans(int which);

  }

  @SuppressWarnings("unchecked")
  static <T> T value(int which, T plain, T rare) {
    return switch (which % 4) {
      case 0 -> plain;
      case 1 -> rare;
      case 2 -> null;
      default -> (T) "no such value";
    };
  }

  static class Woven implements Source {
    @Async
    @Override
    public Coroutine<Integer> ints(int which) {
      if (which >= 4) {
        await(yieldNow());
      }
      return completed(LateResults.<Integer>value(which, 7, 0x9E3779B9));
    }

    @Async
    @Override
    public Coroutine<Long> longs(int which) {
      if (which >= 4) {
        await(yieldNow());
      }
      return completed(LateResults.<Long>value(which, 7L, 0x9E3779B97F4A7C15L));
    }

    @Async
    @Override
    public Coroutine<Double> doubles(int which) {
      if (which >= 4) {
        await(yieldNow());
      }
      return completed(LateResults.<Double>value(which, 7.5, Double.longBitsToDouble(0x9E3779B97F4A7C15L)));
    }

    @Async
    @Override
    public Coroutine<Float> floats(int which) {
      if (which >= 4) {
        await(yieldNow());
      }
      return completed(LateResults.<Float>value(which, 7.5f, Float.intBitsToFloat(0x9E3779B9)));
    }

    @Async
    @Override
    public Coroutine<Short> shorts(int which) {
      if (which >= 4) {
        await(yieldNow());
      }
      return completed(LateResults.<Short>value(which, (short) -7, (short) 0x79B9));
    }

    @Async
    @Override
    public Coroutine<Byte> bytes(int which) {
      if (which >= 4) {
        await(yieldNow());
      }
      return completed(LateResults.<Byte>value(which, (byte) -7, (byte) 0xB9));
    }

    @Async
    @Override
    public Coroutine<Character> chars(int which) {
      if (which >= 4) {
        await(yieldNow());
      }
      return completed(LateResults.<Character>value(which, 'x', '\u79B9'));
    }

    @Async
    @Override
    public Coroutine<Boolean> booleans(int which) {
      if (which >= 4) {
        await(yieldNow());
      }
      return completed(LateResults.<Boolean>value(which, true, false));
    }

  }

  static class Plain implements Source {
    @Override
    public Coroutine<Integer> ints(int which) {
      return completed(LateResults.<Integer>value(which, 7, 0x9E3779B9));
    }

    @Override
    public Coroutine<Long> longs(int which) {
      return completed(LateResults.<Long>value(which, 7L, 0x9E3779B97F4A7C15L));
    }

    @Override
    public Coroutine<Double> doubles(int which) {
      return completed(LateResults.<Double>value(which, 7.5, Double.longBitsToDouble(0x9E3779B97F4A7C15L)));
    }

    @Override
    public Coroutine<Float> floats(int which) {
      return completed(LateResults.<Float>value(which, 7.5f, Float.intBitsToFloat(0x9E3779B9)));
    }

    @Override
    public Coroutine<Short> shorts(int which) {
      return completed(LateResults.<Short>value(which, (short) -7, (short) 0x79B9));
    }

    @Override
    public Coroutine<Byte> bytes(int which) {
      return completed(LateResults.<Byte>value(which, (byte) -7, (byte) 0xB9));
    }

    @Override
    public Coroutine<Character> chars(int which) {
      return completed(LateResults.<Character>value(which, 'x', '\u79B9'));
    }

    @Override
    public Coroutine<Boolean> booleans(int which) {
      return completed(LateResults.<Boolean>value(which, true, false));
    }

  }

  public static Source woven() {
    return new Woven();
  }

  public static Source plain() {
    return new Plain();
  }

  @Async
  static Coroutine<Integer> sameInteger(Source source, int which) {
    int value = await(source.ints(which));
    return completed(value);
  }

  @Async
  static Coroutine<Long> sameLong(Source source, int which) {
    long value = await(source.longs(which));
    return completed(value);
  }

  @Async
  static Coroutine<Double> sameDouble(Source source, int which) {
    double value = await(source.doubles(which));
    return completed(value);
  }

  @Async
  static Coroutine<Float> sameFloat(Source source, int which) {
    float value = await(source.floats(which));
    return completed(value);
  }

  @Async
  static Coroutine<Short> sameShort(Source source, int which) {
    short value = await(source.shorts(which));
    return completed(value);
  }

  @Async
  static Coroutine<Byte> sameByte(Source source, int which) {
    byte value = await(source.bytes(which));
    return completed(value);
  }

  @Async
  static Coroutine<Character> sameCharacter(Source source, int which) {
    char value = await(source.chars(which));
    return completed(value);
  }

  @Async
  static Coroutine<Boolean> sameBoolean(Source source, int which) {
    boolean value = await(source.booleans(which));
    return completed(value);
  }

  /** The primitive, in a method that gives an object. */
  @Async
  public static Coroutine<String> primitive(String type, Source source, int which) {
    return completed(
        switch (type) {
          case "Integer" -> {
            int value = await(source.ints(which));
            yield "" + value;
          }
          case "Long" -> {
            long value = await(source.longs(which));
            yield "" + value;
          }
          case "Double" -> {
            double value = await(source.doubles(which));
            yield "" + value;
          }
          case "Float" -> {
            float value = await(source.floats(which));
            yield "" + value;
          }
          case "Short" -> {
            short value = await(source.shorts(which));
            yield "" + value;
          }
          case "Byte" -> {
            byte value = await(source.bytes(which));
            yield "" + value;
          }
          case "Character" -> {
            char value = await(source.chars(which));
            yield "" + value;
          }
          case "Boolean" -> {
            boolean value = await(source.booleans(which));
            yield "" + value;
          }
          default -> throw new AssertionError(type);
        });
  }

  /** The object. */
  @Async
  public static Coroutine<String> object(String type, Source source, int which) {
    return completed(
        switch (type) {
          case "Integer" -> {
            Object value = await(source.ints(which));
            yield "" + value;
          }
          case "Long" -> {
            Object value = await(source.longs(which));
            yield "" + value;
          }
          case "Double" -> {
            Object value = await(source.doubles(which));
            yield "" + value;
          }
          case "Float" -> {
            Object value = await(source.floats(which));
            yield "" + value;
          }
          case "Short" -> {
            Object value = await(source.shorts(which));
            yield "" + value;
          }
          case "Byte" -> {
            Object value = await(source.bytes(which));
            yield "" + value;
          }
          case "Character" -> {
            Object value = await(source.chars(which));
            yield "" + value;
          }
          case "Boolean" -> {
            Object value = await(source.booleans(which));
            yield "" + value;
          }
          default -> throw new AssertionError(type);
        });
  }

  /** The primitive, in a method that gives it. */
  @Async
  public static Coroutine<String> typed(String type, Source source, int which) {
    return completed(
        switch (type) {
          case "Integer" -> "" + await(sameInteger(source, which));
          case "Long" -> "" + await(sameLong(source, which));
          case "Double" -> "" + await(sameDouble(source, which));
          case "Float" -> "" + await(sameFloat(source, which));
          case "Short" -> "" + await(sameShort(source, which));
          case "Byte" -> "" + await(sameByte(source, which));
          case "Character" -> "" + await(sameCharacter(source, which));
          case "Boolean" -> "" + await(sameBoolean(source, which));
          default -> throw new AssertionError(type);
        });
  }
}
