/** Tests of the analyses, each on its own. */
@NullMarked
package dev.fermata.compiler.flow;

import org.jspecify.annotations.NullMarked;
