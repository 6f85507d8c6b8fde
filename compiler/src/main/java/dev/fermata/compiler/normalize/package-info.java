/**
 * Rewrites that make a method fit to be held at its suspension points. They consume and produce a
 * valid method.
 */
@NullMarked
package dev.fermata.compiler.normalize;

import org.jspecify.annotations.NullMarked;
