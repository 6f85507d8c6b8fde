/** Tests of reading class files. */
@NullMarked
package dev.fermata.compiler.classfile;

import org.jspecify.annotations.NullMarked;
