package dev.fermata.tests.oracle;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/** Writes the bytecode of a failed target's woven methods where people find it. */
final class Listings {
  private static final Path OUTPUT = Path.of("target", "listings");

  private Listings() {}

  /** Writes a listing of the methods that a target became, and gives the file. */
  static Path write(Build build, Method target, byte[] woven) {
    ClassNode node = new ClassNode();
    new ClassReader(woven).accept(node, 0);
    String owner = target.getDeclaringClass().getSimpleName();
    String file = owner + "." + target.getName() + "-" + build.folder() + ".txt";
    try {
      Files.createDirectories(OUTPUT);
      Path path = OUTPUT.resolve(file);
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(path))) {
        for (MethodNode method : node.methods) {
          if (concerns(method.name, target.getName())) {
            out.printf(Locale.ROOT, "%s%s%n", method.name, method.desc);
            Textifier text = new Textifier();
            method.accept(new TraceMethodVisitor(text));
            text.print(out);
          }
        }
      }
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean concerns(String method, String target) {
    return method.equals(target) || method.startsWith("lambda$" + target + "$");
  }
}
