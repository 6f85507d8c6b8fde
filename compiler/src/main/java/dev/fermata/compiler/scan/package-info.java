/**
 * The second stage: which methods and lambdas of a class are async, and why. It consumes a class as
 * read, and produces one record an async method.
 */
@NullMarked
package dev.fermata.compiler.scan;

import org.jspecify.annotations.NullMarked;
