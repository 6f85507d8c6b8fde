/**
 * {@code fermata weave} and {@code fermata check}: consumes folders and JARs of class files, weaves
 * all of them in memory, and only then produces files, each replaced atomically.
 */
@NullMarked
package dev.fermata.cli.weave;

import org.jspecify.annotations.NullMarked;
