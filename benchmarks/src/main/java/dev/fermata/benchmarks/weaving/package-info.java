/** Work with class files: classes that are made, JARs of them, and processes that weave them. */
@NullMarked
package dev.fermata.benchmarks.weaving;

import org.jspecify.annotations.NullMarked;
