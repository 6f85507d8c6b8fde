package dev.fermata.benchmarks.kotlin

import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.runBlocking

/** A sequence and a flow of numbers, and loops over them. */
class GeneratorsKotlin {
  /** Gives the sum of what a sequence gives. */
  fun plain(count: Int): Int {
    var sum = 0
    for (number in numbers(count)) sum += number
    return sum
  }

  /** Gives the sum of what a flow gives. */
  fun async(count: Int): Int = runBlocking {
    var sum = 0
    asyncNumbers(count).collect { sum += it }
    sum
  }

  private fun numbers(count: Int) = sequence { for (i in 0 until count) yield(i and 63) }

  private fun asyncNumbers(count: Int) = flow { for (i in 0 until count) emit(i and 63) }
}
