/**
 * The last rewrite: the direct entry, its dispatch and resume code, the frame class, and the stub
 * that keeps the user's signature.
 */
@NullMarked
package dev.fermata.compiler.emit;

import org.jspecify.annotations.NullMarked;
