/** Draws what was measured: tables in Markdown and bar charts in SVG. */
@NullMarked
package dev.fermata.benchmarks.report;

import org.jspecify.annotations.NullMarked;
