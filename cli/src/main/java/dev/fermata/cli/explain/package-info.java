/** Finds the class that {@code fermata explain} is asked about, and prints what is known of it. */
@NullMarked
package dev.fermata.cli.explain;

import org.jspecify.annotations.NullMarked;
