package dev.fermata.benchmarks.kotlin

import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Coroutines that are held by a delay. */
class TimersKotlin {
  /** Starts coroutines and cancels them in another order; gives how many were cancelled. */
  fun run(delays: LongArray, order: IntArray): Int = runBlocking {
    val timers =
      Array<Job>(delays.size) {
        launch(start = CoroutineStart.UNDISPATCHED) { delay(delays[it] / 1_000_000) }
      }
    var cancelled = 0
    for (i in order) {
      timers[i].cancel()
      if (timers[i].isCancelled) cancelled++
    }
    cancelled
  }
}
