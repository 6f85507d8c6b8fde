/** Woven code on threads of other frameworks. */
@NullMarked
package dev.fermata.tests.hosted;

import org.jspecify.annotations.NullMarked;
