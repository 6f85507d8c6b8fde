package dev.fermata.benchmarks.kotlin

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking

private const val BRANCHES = 10

/** A tree of coroutines, ten a node. */
class SkynetKotlin {
  /** Gives the sum of the leaves' numbers. */
  fun run(leaves: Int): Long = runBlocking { node(this, 0, leaves) }

  private suspend fun node(scope: CoroutineScope, number: Long, size: Int): Long {
    if (size == 1) return number
    val part = size / BRANCHES
    val children = List(BRANCHES) { scope.async { node(scope, number + it.toLong() * part, part) } }
    var sum = 0L
    for (child in children) sum += child.await()
    return sum
  }
}
