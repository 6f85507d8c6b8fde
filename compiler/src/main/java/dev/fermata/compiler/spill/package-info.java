/**
 * Which live value goes to which field of the continuation frame. It consumes the analyses and
 * produces a plan.
 */
@NullMarked
package dev.fermata.compiler.spill;

import org.jspecify.annotations.NullMarked;
