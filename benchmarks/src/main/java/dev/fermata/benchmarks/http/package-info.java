/** A server of HTTP, as each peer writes it; {@code wrk} loads it. */
@NullMarked
package dev.fermata.benchmarks.http;

import org.jspecify.annotations.NullMarked;
