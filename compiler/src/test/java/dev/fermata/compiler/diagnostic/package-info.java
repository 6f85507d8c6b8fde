/** Tests of what users read. */
@NullMarked
package dev.fermata.compiler.diagnostic;

import org.jspecify.annotations.NullMarked;
