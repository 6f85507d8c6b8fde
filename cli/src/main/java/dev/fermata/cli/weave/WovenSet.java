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
 * @param classes how many class files the input has, without those in nested JARs
 * @param replaced the woven classes
 * @param added by the name of the woven class, the classes that were generated for it
 * @param nested what weaving made of the JARs inside of the input
 */
record WovenSet(
    int classes,
    SortedMap<String, byte[]> replaced,
    SortedMap<String, SortedMap<String, byte[]>> added,
    SortedMap<String, WovenSet> nested) {
  /** Makes the maps unmodifiable. */
  WovenSet {
    replaced = Collections.unmodifiableSortedMap(new TreeMap<>(replaced));
    added = Collections.unmodifiableSortedMap(new TreeMap<>(added));
    nested = Collections.unmodifiableSortedMap(new TreeMap<>(nested));
  }

  /** Whether nothing had to be woven. */
  boolean isEmpty() {
    return replaced.isEmpty() && nested.values().stream().allMatch(WovenSet::isEmpty);
  }

  /** The same input, of which nothing is to change. */
  WovenSet unchanged() {
    return new WovenSet(
        allClasses(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap());
  }

  /** The same with other results for the nested JARs. */
  WovenSet withNested(SortedMap<String, WovenSet> others) {
    return new WovenSet(classes, replaced, added, others);
  }

  /** How many class files there are, also in nested JARs. */
  int allClasses() {
    return classes + nested.values().stream().mapToInt(WovenSet::allClasses).sum();
  }

  /** How many class files were woven, also in nested JARs. */
  int allWoven() {
    return replaced.size() + nested.values().stream().mapToInt(WovenSet::allWoven).sum();
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
