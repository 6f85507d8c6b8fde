package dev.fermata.cli.weave;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The files that are to be written. First all of them are written beside their targets under
 * temporary names, then each is moved over its target atomically: a failure while writing leaves
 * everything as it was, and a kill leaves each file old or new. What a killed run left behind in a
 * folder is removed before that.
 */
final class WritePlan {
  /** Writes the content of a file under its temporary name. */
  @FunctionalInterface
  private interface Content {
    void writeTo(Path temporary) throws IOException;
  }

  /** Writes the content of a file to a stream. */
  @FunctionalInterface
  interface StreamContent {
    /** Writes all of it; the stream is closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  private record PlannedFile(Path origin, Path target, boolean keepsTime, Content content) {}

  private record StagedFile(Path temporary, Path target) {}

  private final Map<Path, PlannedFile> files = new LinkedHashMap<>();
  private final Set<Path> folders = new LinkedHashSet<>();
  private final List<StagedFile> staged = new ArrayList<>();
  private final Deque<Path> madeFolders = new ArrayDeque<>();

  /** Plans to remove what killed runs left behind in a folder. */
  void cleanUp(Path folder) {
    folders.add(folder);
  }

  /** Plans a file with these bytes; the origin is the input that it comes from. */
  void write(byte[] bytes, Path origin, Path target) throws BadInputException {
    writeStream(out -> out.write(bytes), origin, target);
  }

  /** Plans a file whose bytes are produced when it is written. */
  void writeStream(StreamContent content, Path origin, Path target) throws BadInputException {
    Path real = real(target);
    add(origin, real, false, temporary -> writeDurably(content, temporary, real));
  }

  /** Plans a copy with the same time stamp and permissions. */
  void copy(Path origin, Path target) throws BadInputException {
    add(
        origin,
        real(target),
        true,
        temporary -> Files.copy(origin, temporary, StandardCopyOption.COPY_ATTRIBUTES));
  }

  private void add(Path origin, Path target, boolean keepsTime, Content content)
      throws BadInputException {
    PlannedFile other =
        files.putIfAbsent(target, new PlannedFile(origin, target, keepsTime, content));
    if (other != null) {
      throw new BadInputException(
          target + ": would be written twice, from " + other.origin() + " and from " + origin);
    }
  }

  /** Symbolic links stay: what they point to is replaced. */
  private static Path real(Path target) {
    Path absolute = target.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      return absolute;
    }
  }

  /** The planned files, in the order in which they are replaced. */
  List<Path> targets() {
    return List.copyOf(files.keySet());
  }

  /** Writes everything, or throws and leaves everything as it was. */
  void execute() throws IOException {
    removeLeftovers();
    try {
      for (PlannedFile file : files.values()) {
        stage(file);
      }
    } catch (IOException | RuntimeException e) {
      rollBack(e);
      throw e;
    }
    for (StagedFile file : staged) {
      Files.move(
          file.temporary(),
          file.target(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void removeLeftovers() throws IOException {
    Set<Path> all = new LinkedHashSet<>(folders);
    files.keySet().stream().map(Path::getParent).filter(Objects::nonNull).forEach(all::add);
    for (Path folder : all) {
      if (Files.isDirectory(folder)) {
        TemporaryFiles.removeStale(folder);
      }
    }
  }

  private void stage(PlannedFile file) throws IOException {
    Path target = file.target();
    if (Files.isDirectory(target)) {
      throw new DirectoryNotEmptyException(target.toString());
    }
    Path folder = target.getParent();
    if (folder == null) {
      throw new DirectoryNotEmptyException(target.toString());
    }
    makeFolder(folder);
    Path temporary = TemporaryFiles.in(folder);
    // Removes it when the tool is interrupted; after the move there is nothing to remove.
    temporary.toFile().deleteOnExit();
    staged.add(new StagedFile(temporary, target));
    file.content().writeTo(temporary);
    if (isThereAlready(file, temporary)) {
      Files.delete(temporary);
      staged.remove(staged.size() - 1);
    }
  }

  /** A file that would not change keeps its time stamp. */
  private static boolean isThereAlready(PlannedFile file, Path temporary) throws IOException {
    Path target = file.target();
    return Files.exists(target)
        && Files.mismatch(temporary, target) == -1
        && (!file.keepsTime()
            || Files.getLastModifiedTime(temporary).equals(Files.getLastModifiedTime(target)));
  }

  private void makeFolder(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path f = folder; f != null && Files.notExists(f); f = f.getParent()) {
      missing.push(f);
    }
    for (Path f : missing) {
      Files.createDirectory(f);
      madeFolders.push(f);
    }
    // Throws where a file stands in the way.
    Files.createDirectories(folder);
  }

  private static void writeDurably(StreamContent content, Path temporary, Path target)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      content.writeTo(out);
      out.flush();
      // A file that is renamed before its bytes are on the disk may be empty after a power failure.
      channel.force(true);
    }
    if (Files.exists(target)) {
      keepPermissions(target, temporary);
    }
  }

  private static void keepPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView source =
        Files.getFileAttributeView(from, PosixFileAttributeView.class, new LinkOption[0]);
    PosixFileAttributeView target =
        Files.getFileAttributeView(to, PosixFileAttributeView.class, new LinkOption[0]);
    if (source != null && target != null) {
      target.setPermissions(source.readAttributes().permissions());
    }
  }

  private void rollBack(Exception cause) {
    try {
      for (StagedFile file : staged) {
        Files.deleteIfExists(file.temporary());
      }
      for (Path folder : madeFolders) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
