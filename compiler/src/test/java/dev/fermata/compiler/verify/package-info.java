/** Tests of the verifier and the class hierarchy. */
@NullMarked
package dev.fermata.compiler.verify;

import org.jspecify.annotations.NullMarked;
