package dev.fermata.cli.weave;

/** What becomes of a signed JAR that would change, and thereby lose its signature's meaning. */
public enum SignedJars {
  /** It is an error. */
  FAIL,
  /** It changes, and loses its signature. */
  STRIP,
  /** It stays as it is. */
  SKIP
}
