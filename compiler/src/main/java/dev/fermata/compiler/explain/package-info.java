/**
 * What the pipeline found out about async methods, in words for people. It looks on while a class
 * is woven, beside the stages, and produces explanations that know nothing of bytecode.
 */
@NullMarked
package dev.fermata.compiler.explain;

import org.jspecify.annotations.NullMarked;
