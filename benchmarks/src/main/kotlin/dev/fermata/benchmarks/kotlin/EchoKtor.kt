package dev.fermata.benchmarks.kotlin

import io.ktor.network.selector.SelectorManager
import io.ktor.network.sockets.InetSocketAddress
import io.ktor.network.sockets.ServerSocket
import io.ktor.network.sockets.Socket
import io.ktor.network.sockets.aSocket
import io.ktor.network.sockets.openReadChannel
import io.ktor.network.sockets.openWriteChannel
import io.ktor.utils.io.readAvailable
import io.ktor.utils.io.writeFully
import java.io.IOException
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executors
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** An echo server of ktor-network: a thread for the coroutines, and one for the selector. */
class EchoKtor {
  private val dispatcher = thread("echo")
  private val selecting = thread("selector")
  private val selector = SelectorManager(selecting)
  private val listening = CompletableFuture<Int>()
  private val server: Job = CoroutineScope(dispatcher).launch { serve() }

  val port: Int
    get() = listening.join()

  fun stop() {
    runBlocking { server.cancelAndJoin() }
    selector.close()
    dispatcher.close()
    selecting.close()
  }

  private fun thread(name: String) =
    Executors.newSingleThreadExecutor { Thread(it, name).apply { isDaemon = true } }
      .asCoroutineDispatcher()

  private suspend fun CoroutineScope.serve() {
    val listener: ServerSocket =
      aSocket(selector).tcp().bind("127.0.0.1", 0) { backlogSize = 1_024 }
    listener.use {
      listening.complete((listener.localAddress as InetSocketAddress).port)
      while (true) {
        val socket = listener.accept()
        launch { sendBack(socket) }
      }
    }
  }

  private suspend fun sendBack(socket: Socket) {
    socket.use {
      val input = socket.openReadChannel()
      val output = socket.openWriteChannel()
      val buffer = ByteArray(8 shl 10)
      try {
        while (true) {
          val read = input.readAvailable(buffer)
          if (read < 0) break
          output.writeFully(buffer, 0, read)
          output.flush()
        }
      } catch (closed: IOException) {
        // By the other side.
      }
    }
  }
}
