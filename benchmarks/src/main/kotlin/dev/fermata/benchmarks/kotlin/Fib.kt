package dev.fermata.benchmarks.kotlin

import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** Fibonacci numbers by suspend functions. */
class FibKotlin {
  private var suspends = false

  /** `fib(n)`; every leaf yields once where [suspending]. */
  fun run(n: Int, suspending: Boolean): Int {
    suspends = suspending
    return runBlocking { fib(n) }
  }

  private suspend fun fib(n: Int): Int {
    if (n < 2) {
      if (suspends) yield()
      return n
    }
    return fib(n - 1) + fib(n - 2)
  }
}
