package dev.fermata.benchmarks.kotlin

import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

private const val OUTER = 4

/** Pure loops beside, inside and after suspension points. */
class LoopsKotlin(private val numbers: IntArray) {
  private var suspends = false

  /** Calls one kind many times; it is held at every wait where [suspending]. */
  fun run(kind: String, times: Int, suspending: Boolean): Int {
    suspends = suspending
    return runBlocking {
      var sum = 0
      for (i in 0 until times) {
        sum +=
          when (kind) {
            "beside" -> beside()
            "inside" -> inside()
            else -> after()
          }
      }
      sum
    }
  }

  private suspend fun pause() {
    if (suspends) yield()
  }

  private suspend fun beside(): Int {
    var sum = 0
    for (i in numbers.indices) sum += numbers[i] * numbers[i]
    for (i in 0 until OUTER) pause()
    return sum
  }

  private suspend fun inside(): Int {
    var sum = 0
    for (outer in 0 until OUTER) {
      pause()
      for (i in numbers.indices) sum += numbers[i] * (numbers[i] + outer)
    }
    return sum
  }

  private suspend fun after(): Int {
    pause()
    var sum = 0
    for (i in numbers.indices) sum += numbers[i] * numbers[i]
    return sum
  }
}
