package dev.fermata.io;

import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lines of a file that is opened for the first one, and closed after the last. */
final class FileLines implements AsyncIterator<String> {
  private final Path path;
  private @Nullable AsyncFile file;
  private @Nullable AsyncIterator<String> lines;

  FileLines(Path path) {
    this.path = path;
  }

  @Override
  public Coroutine<Boolean> hasNextAsync() {
    return lines != null ? lines.hasNextAsync() : new Opening<>(false);
  }

  @Override
  public Coroutine<String> nextAsync() {
    return lines != null ? lines.nextAsync() : new Opening<>(true);
  }

  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    return file != null ? file.closeAsync() : Fermata.completed();
  }

  /** Opens the file, and asks for the first line. */
  private final class Opening<T> extends Steps<T> {
    private final boolean next;

    Opening(boolean next) {
      super("AsyncFiles.lines");
      this.next = next;
    }

    @Override
    @SuppressWarnings("unchecked") // T is what next says
    @Nullable Object next(int step, @Nullable Object in) throws Throwable {
      if (step == 0) {
        return AsyncFile.open(path);
      }
      if (step == 1) {
        AsyncFile opened = (AsyncFile) Objects.requireNonNull(value(in));
        file = opened;
        AsyncIterator<String> its = opened.lines().iterator();
        lines = its;
        return next ? its.nextAsync() : its.hasNextAsync();
      }
      return end((T) value(in));
    }
  }
}
