package dev.fermata.cli.run;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;

/** Notes the top-level classes of one source file, in their order in it, while javac runs. */
final class TopLevelTypes implements TaskListener {
  private final JavaFileObject source;
  private final Set<String> names = new LinkedHashSet<>();

  private TopLevelTypes(JavaFileObject source) {
    this.source = source;
  }

  /** Listens to a compilation that has not begun. */
  static TopLevelTypes of(CompilationTask task, JavaFileObject source) {
    TopLevelTypes types = new TopLevelTypes(source);
    ((JavacTask) task).addTaskListener(types);
    return types;
  }

  @Override
  public void started(TaskEvent event) {
    TypeElement type = event.getTypeElement();
    if (event.getKind() == TaskEvent.Kind.ANALYZE
        && type != null
        && source.equals(event.getSourceFile())) {
      names.add(type.getQualifiedName().toString());
    }
  }

  /** Their names, as Java names them. */
  Set<String> names() {
    return names;
  }
}
