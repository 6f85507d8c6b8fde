package dev.fermata.benchmarks.kotlin

import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** Coroutines that yield to the loop of `runBlocking`. */
class YieldKotlin {
  /** One coroutine yields [times] times; gives the number of yields. */
  fun alone(times: Int): Int = runBlocking { yielding(times) }

  /** Many that take turns; gives the number of all yields. */
  fun roundRobin(count: Int, times: Int): Int = runBlocking {
    val tasks = List(count) { async { yielding(times) } }
    tasks.sumOf { it.await() }
  }

  private suspend fun yielding(times: Int): Int {
    var done = 0
    while (done < times) {
      yield()
      done++
    }
    return done
  }
}
