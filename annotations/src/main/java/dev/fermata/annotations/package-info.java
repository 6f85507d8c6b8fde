/** The annotation that marks async methods; it depends on nothing. */
@NullMarked
package dev.fermata.annotations;

import org.jspecify.annotations.NullMarked;
