/** Tests of the rewrites that make a method fit to be held. */
@NullMarked
package dev.fermata.compiler.normalize;

import org.jspecify.annotations.NullMarked;
