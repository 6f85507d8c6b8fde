package dev.fermata.benchmarks.kotlin

import dev.fermata.benchmarks.futures.Leaf
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking

private const val BRANCHES = 6

/** A tree of coroutines, six a node. */
class TreeKotlin {
  /** Gives the sum of the leaves' values. */
  fun run(levels: Int, leaf: Leaf, eager: Boolean): Int = runBlocking {
    val start = if (eager) CoroutineStart.UNDISPATCHED else CoroutineStart.DEFAULT
    node(this, start, levels, leaf, 0)
  }

  private suspend fun node(
    scope: CoroutineScope,
    start: CoroutineStart,
    levels: Int,
    leaf: Leaf,
    number: Int,
  ): Int {
    if (levels == 0) {
      if (leaf.sleeps(number)) delay(Leaf.SLEEP_NANOS / 1_000_000)
      return leaf.value(number)
    }
    return List(BRANCHES) {
        scope.async(start = start) { node(scope, start, levels - 1, leaf, number * BRANCHES + it) }
      }
      .awaitAll()
      .sum()
  }
}
