package dev.fermata.benchmarks.kotlin

import dev.fermata.benchmarks.futures.Calls
import kotlinx.coroutines.runBlocking

/** Calls of suspend functions that can't be bound, and of those of another class. */
class VirtualCallsKotlin(private val calls: Calls) {
  private val services: Array<Service> =
    Array(1_000) {
      when (if (calls == Calls.THREE_TARGETS) it % 3 else 0) {
        0 -> First()
        1 -> Second()
        else -> Third()
      }
    }

  /** Gives the sum of the results. */
  fun run(times: Int): Int = runBlocking {
    if (calls == Calls.OTHER_CLASS) others(times) else virtual(times)
  }

  private suspend fun others(times: Int): Int {
    var sum = 0
    for (i in 0 until times) sum += Other.call(i)
    return sum
  }

  private suspend fun virtual(times: Int): Int {
    var sum = 0
    for (i in 0 until times) sum += services[i].call(i)
    return sum
  }

  private interface Service {
    suspend fun call(i: Int): Int
  }

  private class First : Service {
    override suspend fun call(i: Int): Int = i and 63
  }

  private class Second : Service {
    override suspend fun call(i: Int): Int = i and 31
  }

  private class Third : Service {
    override suspend fun call(i: Int): Int = i and 15
  }

  private object Other {
    suspend fun call(i: Int): Int = i and 63
  }
}
