/** What the servers of all kinds have in common: how they are started, and what they have used. */
@NullMarked
package dev.fermata.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
