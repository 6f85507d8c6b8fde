/** What the compiler must reject or warn of, and at which line. */
@NullMarked
package dev.fermata.tests.diagnostics;

import org.jspecify.annotations.NullMarked;
