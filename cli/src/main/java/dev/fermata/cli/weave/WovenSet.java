package dev.fermata.cli.weave;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What weaving made of the classes of one input. All names are those of files, relative to the
 * input and with slashes.
 *
 * @param classes how many class files the input has
 * @param replaced the woven classes
 * @param added by the name of the woven class, the classes that were generated for it
 */
record WovenSet(
    int classes,
    SortedMap<String, byte[]> replaced,
    SortedMap<String, SortedMap<String, byte[]>> added) {
  /** Makes the maps unmodifiable. */
  WovenSet {
    replaced = Collections.unmodifiableSortedMap(new TreeMap<>(replaced));
    added = Collections.unmodifiableSortedMap(new TreeMap<>(added));
  }

  /** Whether nothing had to be woven. */
  boolean isEmpty() {
    return replaced.isEmpty();
  }

  /** The classes that were generated for a woven class, by name. */
  SortedMap<String, byte[]> addedFor(String owner) {
    SortedMap<String, byte[]> generated = added.get(owner);
    return generated == null ? Collections.emptySortedMap() : generated;
  }

  /** The names of all generated classes; files of these names that exist already are stale. */
  Set<String> addedNames() {
    Set<String> names = new HashSet<>();
    added.values().forEach(generated -> names.addAll(generated.keySet()));
    return names;
  }
}
