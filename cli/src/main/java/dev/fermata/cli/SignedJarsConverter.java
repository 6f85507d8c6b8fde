package dev.fermata.cli;

import dev.fermata.cli.weave.SignedJars;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --signed}. */
final class SignedJarsConverter implements ITypeConverter<SignedJars> {
  @Override
  public SignedJars convert(String value) {
    return switch (value) {
      case "fail" -> SignedJars.FAIL;
      case "strip" -> SignedJars.STRIP;
      case "skip" -> SignedJars.SKIP;
      default ->
          throw new TypeConversionException("expected fail, strip or skip but was '" + value + "'");
    };
  }
}
