/**
 * The facade of the compiler: class bytes in, woven class bytes and generated classes out. The
 * packages below it are the stages of its pipeline: classfile, scan, suspension, flow, normalize,
 * spill, emit, verify. Beside them, explain tells what they found out.
 */
@NullMarked
package dev.fermata.compiler;

import org.jspecify.annotations.NullMarked;
