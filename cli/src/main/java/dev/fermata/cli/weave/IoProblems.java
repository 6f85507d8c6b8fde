package dev.fermata.cli.weave;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Says in words what an {@link IOException} means. */
public final class IoProblems {
  private IoProblems() {}

  /** One line that names the file and says what is wrong with it. */
  public static String describe(Path path, IOException e) {
    return fileOf(e) == null ? path + ": " + reason(e) : describe(e);
  }

  /** As {@link #describe(Path, IOException)}, where the exception itself names the file. */
  public static String describe(IOException e) {
    String file = fileOf(e);
    return file == null ? reason(e) : file + ": " + reason(e);
  }

  private static @Nullable String fileOf(IOException e) {
    return e instanceof FileSystemException f ? f.getFile() : null;
  }

  /** What is wrong with a file, without its name. */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemLoopException) {
      return "a symbolic link that leads back to a folder around it";
    }
    if (e instanceof NotDirectoryException) {
      return "not a folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "exists already and is not a folder";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "is a folder where a file is to be written";
    }
    if (e instanceof MalformedInputException) {
      return "not encoded in UTF-8";
    }
    if (e instanceof ZipException) {
      return "not a readable JAR (" + message(e) + ")";
    }
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return oneLine(f.getReason());
    }
    return message(e);
  }

  private static String message(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : oneLine(message);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }
}
