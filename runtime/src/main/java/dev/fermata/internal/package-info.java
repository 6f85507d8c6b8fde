/** How the packages of the runtime reach into one another; not exported. */
@NullMarked
package dev.fermata.internal;

import org.jspecify.annotations.NullMarked;
