/** Many awaits and deep chains in constant memory and stack, and what a call costs. */
@NullMarked
package dev.fermata.tests.scale;

import org.jspecify.annotations.NullMarked;
