package dev.fermata.benchmarks.kotlin

import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Two coroutines that send one another numbers. */
class PingPongKotlin {
  /** Gives the sum of what came back. */
  fun run(rounds: Int): Int = runBlocking {
    val there = Channel<Int>(1)
    val back = Channel<Int>(1)
    launch { repeat(rounds) { back.send(there.receive() + 1) } }
    val ping = async {
      var sum = 0
      for (round in 0 until rounds) {
        there.send(round)
        sum += back.receive()
      }
      sum
    }
    ping.await()
  }
}
