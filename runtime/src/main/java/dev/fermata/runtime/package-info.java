/**
 * What woven code links against. It is exported because woven classes refer to it, and it is no API
 * for people.
 */
@NullMarked
package dev.fermata.runtime;

import org.jspecify.annotations.NullMarked;
