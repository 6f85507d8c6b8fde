/**
 * The third stage: where an async method may suspend, and which of those places are pinned by a
 * monitor. It consumes a method and produces suspension points or diagnostics.
 */
@NullMarked
package dev.fermata.compiler.suspension;

import org.jspecify.annotations.NullMarked;
