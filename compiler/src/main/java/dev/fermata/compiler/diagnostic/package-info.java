/**
 * What the compiler says to its user: codes, places and fixes. It consumes nothing; every stage
 * reports into its sink.
 */
@NullMarked
package dev.fermata.compiler.diagnostic;

import org.jspecify.annotations.NullMarked;
