/** Tests of class files that are broken, newer than the compiler, or none of its business. */
@NullMarked
package dev.fermata.compiler.classfile;

import org.jspecify.annotations.NullMarked;
