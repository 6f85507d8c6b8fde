package dev.fermata.cli.weave;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** A folder of class files and resources. */
final class ClassFolder implements WeaveInput {
  private final Path root;
  private final List<String> names;
  private final Set<Path> foldersWithLeftovers;

  private ClassFolder(Path root, List<String> names, Set<Path> foldersWithLeftovers) {
    this.root = root;
    this.names = names;
    this.foldersWithLeftovers = foldersWithLeftovers;
  }

  static ClassFolder open(Path root) throws IOException {
    List<String> names = new ArrayList<>();
    Set<Path> foldersWithLeftovers = new LinkedHashSet<>();
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (TemporaryFiles.isTemporary(file)) {
              foldersWithLeftovers.add(file.getParent());
            } else {
              names.add(root.relativize(file).toString().replace('\\', '/'));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    names.sort(null);
    return new ClassFolder(root, names, foldersWithLeftovers);
  }

  @Override
  public String name() {
    return root.toString();
  }

  @Override
  public String describe(String name) {
    return root.resolve(name).toString();
  }

  @Override
  public SortedMap<String, WeaveInput> nested() {
    return Collections.emptySortedMap();
  }

  @Override
  public boolean hasJarsLeftOut() {
    return false;
  }

  @Override
  public boolean isSigned() {
    return false;
  }

  @Override
  public boolean hasPreamble() {
    return false;
  }

  @Override
  public List<Path> files() {
    return List.of(root);
  }

  @Override
  public List<String> classNames() {
    return names.stream().filter(name -> name.endsWith(".class")).toList();
  }

  @Override
  public byte[] read(String name) throws IOException {
    Path file = root.resolve(name);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException(IoProblems.describe(file, e), e);
    }
  }

  @Override
  public void planInPlace(WovenSet woven, WritePlan plan) throws BadInputException {
    foldersWithLeftovers.forEach(plan::cleanUp);
    for (String owner : woven.replaced().keySet()) {
      planWoven(woven, owner, root, plan);
    }
  }

  @Override
  public void planCopy(WovenSet woven, Path folder, WritePlan plan) throws BadInputException {
    Set<String> stale = woven.addedNames();
    for (String name : names) {
      if (woven.replaced().containsKey(name)) {
        planWoven(woven, name, folder, plan);
      } else if (!stale.contains(name)) {
        plan.copy(root.resolve(name), folder.resolve(name));
      }
    }
  }

  /**
   * The generated classes come first: a kill in between then leaves the old class beside files that
   * it does not use, and not a woven class that lacks its frames.
   */
  private void planWoven(WovenSet woven, String owner, Path folder, WritePlan plan)
      throws BadInputException {
    for (Map.Entry<String, byte[]> generated : woven.addedFor(owner).entrySet()) {
      plan.write(generated.getValue(), root.resolve(owner), folder.resolve(generated.getKey()));
    }
    byte[] bytes = woven.replaced().get(owner);
    if (bytes != null) {
      plan.write(bytes, root.resolve(owner), folder.resolve(owner));
    }
  }

  @Override
  public void close() {}
}
