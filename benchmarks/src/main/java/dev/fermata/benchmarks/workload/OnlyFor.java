package dev.fermata.benchmarks.workload;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The variants of a workload that a peer takes part in, where that isn't all of them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnlyFor {
  /** Names of variants. */
  String[] value();
}
