/**
 * The verifier of the compiler's own output: the type checker of JVMS 4.10.1 over class files that
 * are read, never loaded.
 */
@NullMarked
package dev.fermata.compiler.verify;

import org.jspecify.annotations.NullMarked;
