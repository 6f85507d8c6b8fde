/** What modules promise each other without depending on one another. */
@NullMarked
package dev.fermata.tests.contract;

import org.jspecify.annotations.NullMarked;
