/** Tests of the whole compiler on bytecode that no Java compiler emits. */
@NullMarked
package dev.fermata.compiler.bytecode;

import org.jspecify.annotations.NullMarked;
