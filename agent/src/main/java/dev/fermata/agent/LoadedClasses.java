package dev.fermata.agent;

import dev.fermata.compiler.CompilationResult.Kind;
import java.lang.instrument.Instrumentation;

/**
 * Tells the user which classes were loaded before the agent came: these can't be woven any more.
 */
final class LoadedClasses {
  private final WeavingTransformer transformer;
  private final ClassWeaver weaver;
  private final AgentLog log;

  LoadedClasses(WeavingTransformer transformer, ClassWeaver weaver, AgentLog log) {
    this.transformer = transformer;
    this.weaver = weaver;
    this.log = log;
  }

  /** Looks at all of them. */
  void report(Instrumentation instrumentation) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = type.getClassLoader();
      if (loader == null || type.isArray() || type.isHidden()) {
        continue;
      }
      String name = type.getName().replace('.', '/');
      if (transformer.isCandidate(loader, name) && wouldBeWoven(loader, name)) {
        log.warn(
            type.getName()
                + " was loaded before the agent came and can't be woven any more;"
                + " start the JVM with -javaagent, or weave the class when it is built");
      }
    }
  }

  private boolean wouldBeWoven(ClassLoader loader, String name) {
    byte[] bytes = new LoaderClassBytes(loader).find(name);
    try {
      return bytes != null
          && weaver.mayNeedWeaving(bytes)
          && weaver.weave(name.replace('/', '.'), bytes, loader, diagnostic -> {}).kind()
              != Kind.UNCHANGED;
    } catch (RuntimeException e) {
      log.failure("could not look at " + name.replace('/', '.'), e);
      return false;
    }
  }
}
