/**
 * {@code dev.fermata.sync} in woven programs: order, cancels, misuse, random traces, allocation.
 */
@NullMarked
package dev.fermata.tests.sync;

import org.jspecify.annotations.NullMarked;
