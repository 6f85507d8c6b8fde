/** Tests of what is said about the state machines of small methods. */
@NullMarked
package dev.fermata.compiler.explain;

import org.jspecify.annotations.NullMarked;
