/** Tests of what is found to be async, and what is dropped. */
@NullMarked
package dev.fermata.compiler.scan;

import org.jspecify.annotations.NullMarked;
