package dev.fermata;

/** The functions that async code is written with. */
public final class Fermata {
  private Fermata() {}
}
