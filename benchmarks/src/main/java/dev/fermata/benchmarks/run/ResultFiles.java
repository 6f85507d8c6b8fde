package dev.fermata.benchmarks.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folder of one JDK's results: a JSON file a workload. */
public final class ResultFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private final Path folder;

  /** The results in a folder. */
  public ResultFiles(Path folder) {
    this.folder = folder;
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  void write(Results results) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(results.workload() + ".json"), JSON.writeValueAsString(results) + "\n");
  }

  /** All results, in the order of {@link Workloads#ALL}. */
  public List<Results> read() throws IOException {
    List<Results> all = new ArrayList<>();
    for (String workload : Workloads.names()) {
      Results results = read(workload);
      if (results != null) {
        all.add(results);
      }
    }
    return all;
  }

  /** Those of one name, or null. */
  public @Nullable Results read(String name) throws IOException {
    Path file = folder.resolve(name + ".json");
    return Files.exists(file) ? JSON.readValue(Files.readString(file), Results.class) : null;
  }
}
