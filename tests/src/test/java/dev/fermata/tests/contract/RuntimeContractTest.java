package dev.fermata.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.suspension.OperationCall;
import dev.fermata.runtime.TypedResults;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodInsnNode;

/** Every member that the compiler names exists in the real runtime, with its descriptor. */
class RuntimeContractTest {
  private static final String DESCRIPTOR = "_DESC";

  /** The constants that are neither a class nor half of a pair of a name and a descriptor. */
  private static final List<String> OTHERS =
      List.of(
          "PACKAGE_PREFIX",
          "ASYNC",
          "AWAIT",
          "LAMBDA_CALL",
          "LAMBDA_ENTER",
          "ENTRY_TAIL",
          "BOX",
          "UNBOX",
          "TOLD",
          "TAKE_TOLD");

  /** The call that stands for an emit from pass to pass, and in no class file. */
  private static final String BETWEEN_PASSES = "EMIT_WOVEN_DESC";

  private static Map<String, String> constants() {
    Map<String, String> constants = new TreeMap<>();
    for (Field field : RuntimeContract.class.getDeclaredFields()) {
      if (field.getType() == String.class) {
        constants.put(field.getName(), read(field));
      }
    }
    return constants;
  }

  static List<String> descriptors() {
    return constants().keySet().stream()
        .filter(name -> name.endsWith(DESCRIPTOR) && !name.equals(BETWEEN_PASSES))
        .toList();
  }

  static List<String> classes() {
    List<String> names = new ArrayList<>(constants().keySet());
    names.removeAll(OTHERS);
    names.removeIf(name -> name.endsWith(DESCRIPTOR) || constants().containsKey(name + DESCRIPTOR));
    return names;
  }

  @ParameterizedTest
  @MethodSource("classes")
  void every_class_exists(String constant) throws Exception {
    assertThat(load(constants().get(constant))).isPublic();
  }

  @ParameterizedTest
  @MethodSource("descriptors")
  void every_member_exists(String constant) throws Exception {
    String descriptor = constants().get(constant);
    for (Class<?> owner : owners(constant)) {
      if (descriptor.startsWith("(")) {
        Method method = method(owner, nameOf(constant), descriptor);
        assertThat(Modifier.isPrivate(method.getModifiers())).isFalse();
        assertThat(Modifier.isStatic(method.getModifiers())).isEqualTo(!isInstanceMember(constant));
      } else {
        Field field = owner.getField(nameOf(constant));
        assertThat(field.getType().descriptorString()).isEqualTo(descriptor);
      }
    }
  }

  @Test
  void the_annotation_exists_and_reaches_class_files() throws Exception {
    String name = RuntimeContract.ASYNC.substring(1, RuntimeContract.ASYNC.length() - 1);
    assertThat(load(name)).isAnnotation();
    assertThat(name).startsWith(RuntimeContract.PACKAGE_PREFIX);
  }

  @Test
  void an_async_lambda_has_one_method_which_takes_the_tail_of_a_direct_entry() throws Exception {
    Class<?> lambda = load(RuntimeContract.ASYNC_LAMBDA);
    String descriptor = "(" + RuntimeContract.ENTRY_TAIL + ")Ljava/lang/Object;";
    assertThat(method(lambda, RuntimeContract.LAMBDA_ENTER, descriptor)).isNotNull();
    assertThat(lambda.getMethods())
        .filteredOn(method -> Modifier.isAbstract(method.getModifiers()))
        .hasSize(1);
    Class<?> callable = load(RuntimeContract.ASYNC_CALLABLE);
    assertThat(callable).isAssignableFrom(lambda);
    assertThat(callable.getMethods())
        .singleElement()
        .extracting(Method::getName)
        .isEqualTo(RuntimeContract.LAMBDA_CALL);
  }

  @Test
  void the_rare_values_of_typed_entries_are_those_of_the_runtime() {
    assertThat(RuntimeContract.TOLD_INT).isEqualTo(TypedResults.INT);
    assertThat(RuntimeContract.TOLD_LONG).isEqualTo(TypedResults.LONG);
    assertThat(RuntimeContract.TOLD_FLOAT).isEqualTo(TypedResults.FLOAT);
    assertThat(RuntimeContract.TOLD_DOUBLE).isEqualTo(TypedResults.DOUBLE);
  }

  @ParameterizedTest
  @CsvSource({
    "Integer,I",
    "Long,J",
    "Double,D",
    "Float,F",
    "Short,I",
    "Byte,I",
    "Character,I",
    "Boolean,I"
  })
  void every_box_has_its_functions(String box, String primitive) throws Exception {
    Class<?> owner = load(RuntimeContract.TYPED_RESULTS);
    String object = "Ljava/lang/Object;";
    String frame = "L" + RuntimeContract.CONTINUATION_FRAME + ";";
    method(owner, RuntimeContract.UNBOX + box, "(" + object + ")" + primitive);
    method(owner, RuntimeContract.BOX + box, "(" + primitive + ")" + object);
    method(owner, RuntimeContract.BOX + box, "(" + primitive + frame + ")" + object);
    method(owner, RuntimeContract.TOLD, "(" + primitive + ")" + object);
    method(owner, RuntimeContract.TAKE_TOLD, "(" + primitive + ")" + object);
  }

  @Test
  void every_operation_exists_and_has_its_function() throws Exception {
    Class<?> functions = load(RuntimeContract.OPERATIONS);
    List<String> expected = new ArrayList<>();
    for (var operations : OperationCall.all().entrySet()) {
      Class<?> owner = load(operations.getKey());
      for (String name : operations.getValue()) {
        Method operation = only(owner, name);
        boolean isStatic = Modifier.isStatic(operation.getModifiers());
        String type =
            MethodType.methodType(operation.getReturnType(), operation.getParameterTypes())
                .toMethodDescriptorString();
        OperationCall call =
            new OperationCall(
                new MethodInsnNode(
                    isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKEVIRTUAL,
                    operations.getKey(),
                    name,
                    type));
        assertThat(operation.getReturnType().getName()).isEqualTo("dev.fermata.Coroutine");
        Method function = method(functions, name, call.descriptor());
        assertThat(function.getModifiers()).isEqualTo(Modifier.PUBLIC | Modifier.STATIC);
        expected.add(function.toString());
      }
    }
    assertThat(functions.getDeclaredMethods())
        .filteredOn(method -> Modifier.isPublic(method.getModifiers()))
        .extracting(Method::toString)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** The table of operations has no descriptors: a name must not be overloaded. */
  private static Method only(Class<?> owner, String name) {
    List<Method> found =
        Arrays.stream(owner.getDeclaredMethods())
            .filter(method -> method.getName().equals(name) && !method.isBridge())
            .toList();
    assertThat(found).as("%s.%s", owner, name).hasSize(1);
    return found.get(0);
  }

  private static boolean isInstanceMember(String constant) {
    return constant.startsWith("FRAME_")
        || constant.startsWith("COROUTINE_")
        || constant.endsWith("_ASYNC_DESC");
  }

  private static String nameOf(String descriptorConstant) {
    Map<String, String> constants = constants();
    String prefix = descriptorConstant.substring(0, descriptorConstant.length() - 5);
    // Overloads share a name: AWAIT_STAGE_DESC and AWAIT_COROUTINE_DESC are both AWAIT.
    while (!constants.containsKey(prefix)) {
      prefix = prefix.substring(0, prefix.lastIndexOf('_'));
    }
    return constants.get(prefix);
  }

  private static List<Class<?>> owners(String constant) throws ClassNotFoundException {
    if (constant.startsWith("FRAME_")) {
      return List.of(load(RuntimeContract.CONTINUATION_FRAME));
    }
    if (constant.equals("BIND_DESC")) {
      return List.of(load(RuntimeContract.AWAITED_CALLS));
    }
    if (constant.equals("SUSPEND_TYPED_DESC")) {
      return List.of(load(RuntimeContract.TYPED_RESULTS));
    }
    if (constant.equals("COROUTINE_BEGIN_DESC")) {
      return List.of(load(RuntimeContract.COROUTINE));
    }
    if (constant.startsWith("COROUTINE_")) {
      // A generator has the same two members.
      return List.of(
          load(RuntimeContract.COROUTINE),
          load(RuntimeContract.ASYNC_GENERATOR),
          load(RuntimeContract.GENERATOR));
    }
    if (constant.equals("CLOSE_ASYNC_DESC")) {
      return List.of(load(RuntimeContract.ASYNC_CLOSEABLE));
    }
    if (constant.endsWith("_ASYNC_DESC")) {
      return List.of(load(RuntimeContract.ASYNC_ITERATOR));
    }
    if (List.of("EMIT_DESC", "EMIT_ALL_DESC", "END_DESC").contains(constant)) {
      return List.of(load(RuntimeContract.FERMATA));
    }
    if (constant.startsWith("AWAIT_") && !constant.endsWith("_WITHIN_DESC")) {
      return List.of(load(RuntimeContract.FERMATA), load(RuntimeContract.CONTINUATIONS));
    }
    if (constant.startsWith("COMPLETED_FUTURE")) {
      return List.of(load(RuntimeContract.COMPLETABLE_FUTURE));
    }
    return List.of(
        load(
            constant.startsWith("COMPLETED_")
                ? RuntimeContract.FERMATA
                : RuntimeContract.CONTINUATIONS));
  }

  private static Method method(Class<?> owner, String name, String descriptor) {
    MethodType type = MethodType.fromMethodDescriptorString(descriptor, owner.getClassLoader());
    List<Method> found =
        Arrays.stream(owner.getDeclaredMethods())
            .filter(method -> method.getName().equals(name))
            .filter(method -> method.getReturnType() == type.returnType())
            .filter(method -> Arrays.equals(method.getParameterTypes(), type.parameterArray()))
            .toList();
    assertThat(found).as("%s.%s%s", owner.getName(), name, descriptor).hasSize(1);
    return found.get(0);
  }

  private static Class<?> load(String internalName) throws ClassNotFoundException {
    return Class.forName(internalName.replace('/', '.'));
  }

  private static String read(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
