/**
 * The oracle: every target program is run as it was compiled, with awaits that block, and woven, in
 * every mode; results, exceptions and the logs of side effects must be equal.
 */
@NullMarked
package dev.fermata.tests.oracle;

import org.jspecify.annotations.NullMarked;
