package dev.fermata.benchmarks.kotlin

import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking

/** A loop that awaits futures that are done. */
class CompletedKotlin {
  /** Gives the sum of the values. */
  fun run(futures: Array<CompletableFuture<Int>>): Int = runBlocking { sum(futures) }

  private suspend fun sum(futures: Array<CompletableFuture<Int>>): Int {
    var sum = 0
    for (future in futures) sum += future.await()
    return sum
  }
}
