package dev.fermata.tests.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.ParameterNode;

/** The declarations of a class, a line each: what reflection and other compilers see of it. */
final class ClassShape {
  private ClassShape() {}

  /** The class's own line, and one for each declared field and method that is not synthetic. */
  static List<String> of(byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, ClassReader.SKIP_CODE);
    List<String> shape = new ArrayList<>();
    shape.add(
        node.version
            + " "
            + node.access
            + " class "
            + node.name
            + " of "
            + node.superName
            + node.interfaces
            + " signature "
            + node.signature
            + " source "
            + node.sourceFile
            + " host "
            + node.nestHostClass
            + " permitted "
            + node.permittedSubclasses
            + annotations(node.visibleAnnotations)
            + annotations(node.invisibleAnnotations));
    for (FieldNode field : node.fields) {
      if ((field.access & Opcodes.ACC_SYNTHETIC) == 0) {
        shape.add(describe(field));
      }
    }
    for (MethodNode method : node.methods) {
      if ((method.access & Opcodes.ACC_SYNTHETIC) == 0) {
        shape.add(describe(method));
      }
    }
    return shape;
  }

  private static String describe(FieldNode field) {
    return field.access
        + " field "
        + field.name
        + field.desc
        + " signature "
        + field.signature
        + " value "
        + field.value
        + annotations(field.visibleAnnotations)
        + annotations(field.invisibleAnnotations);
  }

  private static String describe(MethodNode method) {
    StringBuilder text = new StringBuilder();
    text.append(method.access).append(" method ").append(method.name).append(method.desc);
    text.append(" signature ").append(method.signature);
    text.append(" throws ").append(method.exceptions);
    text.append(annotations(method.visibleAnnotations));
    text.append(annotations(method.invisibleAnnotations));
    if (method.parameters != null) {
      for (ParameterNode parameter : method.parameters) {
        text.append(" parameter ").append(parameter.access).append(' ').append(parameter.name);
      }
    }
    parameterAnnotations(text, method.visibleParameterAnnotations);
    parameterAnnotations(text, method.invisibleParameterAnnotations);
    return text.toString();
  }

  private static void parameterAnnotations(
      StringBuilder text, List<AnnotationNode> @Nullable [] annotations) {
    if (annotations != null) {
      for (List<AnnotationNode> ofOne : annotations) {
        text.append(" |").append(annotations(ofOne));
      }
    }
  }

  private static String annotations(@Nullable List<? extends AnnotationNode> annotations) {
    if (annotations == null) {
      return "";
    }
    return annotations.stream()
        .map(annotation -> " @" + annotation.desc + value(annotation.values))
        .reduce("", String::concat);
  }

  private static String value(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ClassShape::value).toList().toString();
    }
    if (value instanceof AnnotationNode nested) {
      return annotations(List.of(nested));
    }
    return value instanceof Object[] array ? Arrays.toString(array) : String.valueOf(value);
  }
}
