/** Virtual time for deterministic tests of concurrent code. */
@NullMarked
package dev.fermata.testing;

import org.jspecify.annotations.NullMarked;
