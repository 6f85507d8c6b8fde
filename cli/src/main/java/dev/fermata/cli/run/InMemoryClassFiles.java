package dev.fermata.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.jspecify.annotations.Nullable;

/** Keeps the class files that javac writes. */
final class InMemoryClassFiles extends ForwardingJavaFileManager<JavaFileManager> {
  private final SortedMap<String, ByteArrayOutputStream> files = new TreeMap<>();

  InMemoryClassFiles(JavaFileManager sources) {
    super(sources);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
    String internalName = className.replace('.', '/');
    return new SimpleJavaFileObject(URI.create("memory:///" + internalName + ".class"), kind) {
      @Override
      public OutputStream openOutputStream() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        files.put(internalName, bytes);
        return bytes;
      }
    };
  }

  /** The class files by internal name. */
  SortedMap<String, byte[]> toMap() {
    SortedMap<String, byte[]> map = new TreeMap<>();
    files.forEach((name, bytes) -> map.put(name, bytes.toByteArray()));
    return map;
  }
}
