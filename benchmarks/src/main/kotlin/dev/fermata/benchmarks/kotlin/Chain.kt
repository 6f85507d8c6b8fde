package dev.fermata.benchmarks.kotlin

import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** Suspend functions, many deep. */
class ChainKotlin {
  /** Gives the depth; the innermost yields once where [suspends]. */
  fun run(depth: Int, suspends: Boolean): Int = runBlocking { level(depth, suspends) }

  private suspend fun level(depth: Int, suspends: Boolean): Int {
    if (depth == 0) {
      if (suspends) yield()
      return 0
    }
    return level(depth - 1, suspends) + 1
  }
}
