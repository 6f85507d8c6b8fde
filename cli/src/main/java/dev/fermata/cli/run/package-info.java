/**
 * {@code fermata run}: consumes one source file, compiles and weaves it in memory, and produces a
 * program whose main method can be called.
 */
@NullMarked
package dev.fermata.cli.run;

import org.jspecify.annotations.NullMarked;
