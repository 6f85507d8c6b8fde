/** Async methods woven by hand, in the shape that the compiler gives them. */
@NullMarked
package dev.fermata.woven;

import org.jspecify.annotations.NullMarked;
