/** Runs the workloads: a fork a peer and round, the peers interleaved. */
@NullMarked
package dev.fermata.benchmarks.run;

import org.jspecify.annotations.NullMarked;
