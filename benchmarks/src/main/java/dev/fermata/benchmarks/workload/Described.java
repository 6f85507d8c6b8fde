package dev.fermata.benchmarks.workload;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What tables and charts say about a workload. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Described {
  /** What is done, in a few words. */
  String value();

  /** What the numbers are for: "a call", "a yield". */
  String per();

  /** Whether it is run once a fork, because one run is long. */
  boolean once() default false;

  /** Whether it needs the packaged JARs, which only {@code benchmarks/run} makes. */
  boolean packaged() default false;
}
