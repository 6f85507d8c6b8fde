package dev.fermata.agent;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilationResult.Kind;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes as the JVM loads them. Generated classes are defined first, with the class's own
 * loader and protection domain. Whatever goes wrong is logged here, because the JVM swallows what a
 * transformer throws. Many threads call it at once.
 */
final class WeavingTransformer implements ClassFileTransformer {
  private static final String OWN_PACKAGE = "dev/fermata/agent/";

  private final AgentOptions options;
  private final ClassWeaver weaver;
  private final ClassDefiner definer;
  private final ClassDump dump;
  private final AgentLog log;
  private final ClassLoader platform = ClassLoader.getPlatformClassLoader();
  private final WovenClasses woven = new WovenClasses();

  WeavingTransformer(
      AgentOptions options,
      ClassWeaver weaver,
      ClassDefiner definer,
      ClassDump dump,
      AgentLog log) {
    this.options = options;
    this.weaver = weaver;
    this.definer = definer;
    this.dump = dump;
    this.log = log;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (loader == null
        || name == null
        || !isCandidate(loader, name)
        || !weaver.mayNeedWeaving(classFile)) {
      return null;
    }
    try {
      CompilationResult result = weaver.weave(dotted(name), classFile, loader, log::diagnostic);
      if (Arrays.equals(result.bytes(), classFile)) {
        return null;
      }
      return redefined == null
          ? install(loader, name, domain, result)
          : reinstall(loader, name, domain, result);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      log.failure("could not weave " + dotted(name) + ", it stays as it was", e);
      return null;
    }
  }

  /** Whether a class is looked at; it must not need any class that is not loaded yet. */
  boolean isCandidate(ClassLoader loader, String name) {
    return !platform.equals(loader) && !name.startsWith(OWN_PACKAGE) && options.covers(name);
  }

  private byte[] install(
      ClassLoader loader,
      String name,
      @Nullable ProtectionDomain domain,
      CompilationResult result) {
    dump.write(name, result);
    defineGenerated(loader, domain, result);
    woven.add(loader, name, result.generated());
    log.detail(
        (result.kind() == Kind.WOVEN ? "wove " : "rejected ")
            + dotted(name)
            + " and defined "
            + result.generated().size()
            + " more");
    return result.bytes();
  }

  /**
   * At a redefinition or retransformation the JVM gives the original bytes (or new ones from a
   * debugger) and lets no member come or go. A class that was woven is woven again, and its
   * generated classes with it; where these would need other fields, it stays as it is.
   */
  private byte @Nullable [] reinstall(
      ClassLoader loader,
      String name,
      @Nullable ProtectionDomain domain,
      CompilationResult result) {
    if (!woven.contains(loader, name)) {
      log.warn(
          dotted(name)
              + " was loaded before the agent came and can't be woven any more;"
              + " start the JVM with -javaagent, or weave the class when it is built");
      return null;
    }
    try {
      redefineChanged(loader, name, domain, result);
    } catch (UnsupportedOperationException e) {
      log.warn(
          dotted(name)
              + " can't be redefined while the JVM runs: what its async methods keep across an await"
              + " has changed; restart to see the change");
      return null;
    }
    dump.write(name, result);
    woven.add(loader, name, result.generated());
    log.detail("wove " + dotted(name) + " again");
    return result.bytes();
  }

  private void redefineChanged(
      ClassLoader loader,
      String name,
      @Nullable ProtectionDomain domain,
      CompilationResult result) {
    result
        .generated()
        .forEach(
            (generated, bytes) -> {
              if (!woven.hasSame(loader, name, generated, bytes)) {
                definer.redefine(loader, dotted(generated), bytes, domain);
              }
            });
  }

  private void defineGenerated(
      ClassLoader loader, @Nullable ProtectionDomain domain, CompilationResult result) {
    result
        .generated()
        .forEach((generated, bytes) -> definer.define(loader, dotted(generated), bytes, domain));
  }

  private static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }
}
