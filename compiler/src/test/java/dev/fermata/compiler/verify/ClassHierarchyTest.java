package dev.fermata.compiler.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.HandMadeClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of {@link ClassHierarchy} over class files that are made here. */
class ClassHierarchyTest {
  private final Map<String, byte[]> classPath = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final ClassHierarchy hierarchy =
      new ClassHierarchy(
          name -> {
            asked.add(name);
            return classPath.get(name);
          });

  ClassHierarchyTest() {
    add("java/lang/Object", null);
    add("p/A", "java/lang/Object");
    add("p/B", "p/A");
    add("p/C", "p/B", "p/I");
    add("p/Other", "java/lang/Object");
    add("p/Orphan", "not/There");
    add("p/Ring1", "p/Ring2");
    add("p/Ring2", "p/Ring1");
    classPath.put("p/I", HandMadeClass.named("p/I").asInterface().toBytes());
    classPath.put("p/Broken", new byte[] {1, 2, 3});
  }

  private void add(String name, String superName, String... interfaces) {
    HandMadeClass made = HandMadeClass.named(name).extending(superName, interfaces);
    classPath.put(name, made.toBytes());
  }

  @Test
  void a_class_fits_its_superclasses_only() {
    assertThat(hierarchy.isAssignable("p/C", "p/A")).isTrue();
    assertThat(hierarchy.isAssignable("p/C", "p/C")).isTrue();
    assertThat(hierarchy.isAssignable("p/C", "java/lang/Object")).isTrue();
    assertThat(hierarchy.isAssignable("p/A", "p/C")).isFalse();
    assertThat(hierarchy.isAssignable("p/A", "p/Other")).isFalse();
    assertThat(hierarchy.isAssignable("java/lang/Object", "p/A")).isFalse();
  }

  @Test
  void every_class_fits_an_interface() {
    assertThat(hierarchy.isAssignable("p/Other", "p/I")).isTrue();
    assertThat(hierarchy.isAssignable("java/lang/Object", "p/I")).isTrue();
  }

  @Test
  void an_unknown_class_fits_everywhere() {
    assertThat(hierarchy.isAssignable("not/There", "p/A")).isTrue();
    assertThat(hierarchy.isAssignable("p/A", "not/There")).isTrue();
    assertThat(hierarchy.isAssignable("p/Orphan", "p/A")).isTrue();
    assertThat(hierarchy.isAssignable("p/Broken", "p/A")).isTrue();
  }

  @Test
  void an_unknown_class_is_certain_of_nothing() {
    assertThat(hierarchy.isCertainlySubclass("p/Orphan", "p/A")).isFalse();
    assertThat(hierarchy.isCertainlySubclass("not/There", "p/A")).isFalse();
    assertThat(hierarchy.isCertainlySubclass("not/There", "not/There")).isTrue();
    assertThat(hierarchy.isCertainlySubclass("p/C", "p/A")).isTrue();
    assertThat(hierarchy.isCertainlySubclass("p/A", "p/C")).isFalse();
  }

  @Test
  void arrays_fit_by_their_components() {
    assertThat(hierarchy.isAssignable("[Lp/C;", "[Lp/A;")).isTrue();
    assertThat(hierarchy.isAssignable("[Lp/A;", "[Lp/C;")).isFalse();
    assertThat(hierarchy.isAssignable("[[Lp/C;", "[[Lp/A;")).isTrue();
    assertThat(hierarchy.isAssignable("[[Lp/C;", "[Ljava/lang/Object;")).isTrue();
    assertThat(hierarchy.isAssignable("[Lp/C;", "[[Lp/A;")).isFalse();
    assertThat(hierarchy.isAssignable("[I", "[I")).isTrue();
    assertThat(hierarchy.isAssignable("[I", "[J")).isFalse();
    assertThat(hierarchy.isAssignable("[F", "[Ljava/lang/Object;")).isFalse();
    assertThat(hierarchy.isAssignable("[[F", "[Ljava/lang/Object;")).isTrue();
    assertThat(hierarchy.isAssignable("[[F", "[Ljava/lang/Cloneable;")).isTrue();
  }

  @Test
  void arrays_fit_object_and_the_interfaces_of_arrays_only() {
    assertThat(hierarchy.isAssignable("[I", "java/lang/Object")).isTrue();
    assertThat(hierarchy.isAssignable("[I", "java/lang/Cloneable")).isTrue();
    assertThat(hierarchy.isAssignable("[I", "java/io/Serializable")).isTrue();
    assertThat(hierarchy.isAssignable("[I", "p/I")).isFalse();
    assertThat(hierarchy.isAssignable("[I", "p/A")).isFalse();
    assertThat(hierarchy.isAssignable("p/A", "[I")).isFalse();
    assertThat(hierarchy.isAssignable("java/lang/Object", "[Lp/A;")).isFalse();
  }

  @Test
  void a_cycle_ends() {
    assertThat(hierarchy.isAssignable("p/Ring1", "p/A")).isFalse();
    assertThat(hierarchy.isCertainlySubclass("p/Ring1", "p/A")).isFalse();
    assertThat(hierarchy.isCertainlySerializable("p/Ring1", List.of())).isFalse();
  }

  @Test
  void serialisable_is_inherited_from_classes_and_interfaces() {
    classPath.put(
        "p/S",
        HandMadeClass.named("p/S")
            .asInterface()
            .extending("java/lang/Object", "java/io/Serializable")
            .toBytes());
    add("p/T", "p/A", "p/S");
    add("p/U", "p/T");

    assertThat(hierarchy.isCertainlySerializable("p/U", List.of())).isTrue();
    assertThat(hierarchy.isCertainlySerializable("p/A", List.of("java/io/Serializable"))).isTrue();
    assertThat(hierarchy.isCertainlySerializable("p/A", List.of())).isFalse();
    assertThat(hierarchy.isCertainlySerializable("not/There", List.of())).isFalse();
  }

  @Test
  void each_class_is_read_once() {
    hierarchy.isAssignable("p/C", "p/A");
    hierarchy.isAssignable("p/C", "p/Other");
    hierarchy.isAssignable("not/There", "p/Other");
    hierarchy.isAssignable("not/There", "p/Other");

    assertThat(asked).doesNotHaveDuplicates();
  }

  @Test
  void a_missing_class_is_looked_for_again_when_more_may_have_come() {
    assertThat(hierarchy.find("p/Late")).isEmpty();
    classPath.put("p/Late", HandMadeClass.named("p/Late").toBytes());
    assertThat(hierarchy.find("p/Late")).isEmpty();

    hierarchy.forgetMissing();

    assertThat(hierarchy.find("p/Late")).isPresent();
  }

  @Test
  void a_default_constructor_is_accessible_by_its_access_and_package() {
    classPath.put("p/Public", HandMadeClass.named("p/Public").constructor().toBytes());
    classPath.put(
        "p/Hidden",
        HandMadeClass.named("p/Hidden")
            .method(ACC_PRIVATE, "<init>", "()V", code -> code.op(RETURN))
            .toBytes());
    classPath.put(
        "p/Near",
        HandMadeClass.named("p/Near")
            .method(0, "<init>", "()V", code -> code.op(RETURN))
            .toBytes());

    assertThat(hierarchy.hasAccessibleDefaultConstructor("p/Public", "q/X")).isTrue();
    assertThat(hierarchy.hasAccessibleDefaultConstructor("p/Near", "p/X")).isTrue();
    assertThat(hierarchy.hasAccessibleDefaultConstructor("p/Near", "q/X")).isFalse();
    assertThat(hierarchy.hasAccessibleDefaultConstructor("p/Hidden", "p/X")).isFalse();
    assertThat(hierarchy.hasAccessibleDefaultConstructor("p/A", "p/X")).isFalse();
    assertThat(hierarchy.hasAccessibleDefaultConstructor("p/I", "p/X")).isFalse();
    assertThat(hierarchy.hasAccessibleDefaultConstructor("not/There", "p/X")).isFalse();
  }
}
