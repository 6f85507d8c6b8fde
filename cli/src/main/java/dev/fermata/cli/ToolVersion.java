package dev.fermata.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that {@code --version} shows: the one in the JAR's manifest. */
final class ToolVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"fermata " + (version == null ? "(not packaged)" : version)};
  }
}
