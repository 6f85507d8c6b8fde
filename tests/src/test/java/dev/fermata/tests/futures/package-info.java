/** Subclasses of {@code CompletableFuture} that async methods of other packages declare. */
@NullMarked
package dev.fermata.tests.futures;

import org.jspecify.annotations.NullMarked;
