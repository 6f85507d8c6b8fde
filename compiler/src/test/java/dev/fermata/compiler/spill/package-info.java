/** Tests of the plan of what is kept where. */
@NullMarked
package dev.fermata.compiler.spill;

import org.jspecify.annotations.NullMarked;
