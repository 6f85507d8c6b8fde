/**
 * The command line: parses arguments, prints what is to be said, and decides the exit status. The
 * work is done in {@code run} and {@code weave}.
 */
@NullMarked
package dev.fermata.cli;

import org.jspecify.annotations.NullMarked;
