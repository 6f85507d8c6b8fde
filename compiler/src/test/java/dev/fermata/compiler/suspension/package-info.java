/** Tests of suspension points and pinned regions. */
@NullMarked
package dev.fermata.compiler.suspension;

import org.jspecify.annotations.NullMarked;
