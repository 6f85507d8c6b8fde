/** Woven programs about tasks, whose behaviour a run with blocking awaits can't show. */
@NullMarked
package dev.fermata.tests.programs;

import org.jspecify.annotations.NullMarked;
