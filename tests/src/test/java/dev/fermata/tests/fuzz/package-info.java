/** Random programs, compared with the oracle as the targets are. */
@NullMarked
package dev.fermata.tests.fuzz;

import org.jspecify.annotations.NullMarked;
