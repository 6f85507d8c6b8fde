/** Weaves code that nobody wrote to be async: the JDK's own classes. */
@NullMarked
package dev.fermata.tests.corpus;

import org.jspecify.annotations.NullMarked;
