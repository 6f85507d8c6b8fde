/** Tests of the shape and size of what is generated. */
@NullMarked
package dev.fermata.compiler.emit;

import org.jspecify.annotations.NullMarked;
