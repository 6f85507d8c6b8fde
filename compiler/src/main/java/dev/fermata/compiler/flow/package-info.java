/**
 * The analyses that all later stages ask: control flow, loops, liveness and verification types.
 * They consume a method, change nothing, and resolve no class.
 */
@NullMarked
package dev.fermata.compiler.flow;

import org.jspecify.annotations.NullMarked;
