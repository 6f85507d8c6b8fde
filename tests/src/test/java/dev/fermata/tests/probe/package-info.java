/**
 * What a target program is given: things to await, whose outcomes a {@link
 * dev.fermata.tests.probe.Mode} decides, and a log for its side effects.
 */
@NullMarked
package dev.fermata.tests.probe;

import org.jspecify.annotations.NullMarked;
