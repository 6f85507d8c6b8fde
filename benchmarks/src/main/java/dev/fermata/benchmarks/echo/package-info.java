/** A server that sends back what it gets, as each peer writes it, and a client that loads it. */
@NullMarked
package dev.fermata.benchmarks.echo;

import org.jspecify.annotations.NullMarked;
