package dev.fermata.benchmarks.kotlin

import io.ktor.http.ContentType
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.ApplicationCall
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import io.ktor.server.response.respond
import io.ktor.server.response.respondBytes
import io.ktor.server.response.respondFile
import io.ktor.server.routing.get
import io.ktor.server.routing.routing
import java.io.File
import kotlinx.coroutines.runBlocking

/** A server of ktor's own engine, from a folder or from memory. */
class HttpKtor(private val folder: File, memoryPath: String, memory: ByteArray) {
  private val server =
    embeddedServer(CIO, port = 0, host = "127.0.0.1") {
        routing {
          get(memoryPath) { call.respondBytes(memory, ContentType.Text.Plain) }
          get("/{name}") { call.file() }
        }
      }
      .start()

  val port: Int
    get() = runBlocking { server.engine.resolvedConnectors().first().port }

  fun stop() = server.stop(0, 1_000)

  private suspend fun ApplicationCall.file() {
    val name = parameters["name"] ?: ""
    if (folder.resolve(name).isFile) respondFile(folder, name) else respond(HttpStatusCode.NotFound)
  }
}
