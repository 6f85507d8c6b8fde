package dev.fermata.benchmarks.kotlin

import dev.fermata.benchmarks.futures.Failing
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** An exception that passes many suspend functions. */
class FailureKotlin {
  /** Gives the depth at which it was thrown; after a yield where [suspends]. */
  fun run(depth: Int, suspends: Boolean): Int = runBlocking {
    try {
      level(0, depth, suspends)
    } catch (e: Failing) {
      e.depth
    }
  }

  private suspend fun level(depth: Int, bottom: Int, suspends: Boolean): Int {
    if (depth == bottom) {
      if (suspends) yield()
      throw Failing(depth)
    }
    return level(depth + 1, bottom, suspends) + 1
  }
}
