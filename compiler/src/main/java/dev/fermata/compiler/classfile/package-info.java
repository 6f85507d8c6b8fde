/**
 * The first stage: class bytes are found and read, and classes with nothing to weave are told apart
 * without parsing.
 */
@NullMarked
package dev.fermata.compiler.classfile;

import org.jspecify.annotations.NullMarked;
