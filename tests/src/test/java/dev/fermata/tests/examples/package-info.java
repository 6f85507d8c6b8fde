/** The tutorial's programs in {@code tests/examples}, run as their readers run them. */
@NullMarked
package dev.fermata.tests.examples;

import org.jspecify.annotations.NullMarked;
