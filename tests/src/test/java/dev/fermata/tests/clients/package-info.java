/** Woven code that awaits what other libraries give: their futures, their threads, real servers. */
@NullMarked
package dev.fermata.tests.clients;

import org.jspecify.annotations.NullMarked;
