/**
 * The load-time front end: consumes classes as the JVM loads them, and produces woven ones. It
 * stands in front of the compiler and carries neither the runtime nor any class under its original
 * name but its own.
 */
@NullMarked
package dev.fermata.agent;

import org.jspecify.annotations.NullMarked;
