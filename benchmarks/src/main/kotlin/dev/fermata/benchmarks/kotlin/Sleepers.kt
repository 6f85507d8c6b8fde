package dev.fermata.benchmarks.kotlin

import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

private var sum = 0L

/** Coroutines that sleep with three live variables. */
class SleepersKotlin {
  /** Calls [asleep] when all sleep; gives the sum of their results. */
  fun run(count: Int, deadline: Long, asleep: Runnable): Long {
    sum = 0
    runBlocking {
      for (i in 0 until count) launch { sleeper(i, i and 7, i and 15, deadline) }
      yield()
      asleep.run()
    }
    return sum
  }

  private suspend fun sleeper(number: Int, factor: Int, offset: Int, deadline: Long) {
    delay((deadline - System.nanoTime()) / 1_000_000)
    sum += number.toLong() * factor + offset
  }
}
