package dev.fermata.benchmarks.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Answers requests of HTTP/1.1 from a folder or from memory. As it is usual with Netty, files are
 * opened by the event loop, which waits for the disk meanwhile, and sent by {@code sendfile}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for what is sent or closed
public final class HttpNetty extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final int LONGEST_REQUEST = 64 << 10;

  private final Path folder;
  private final String memoryPath;
  private final ByteBuf memory;

  private HttpNetty(Path folder, String memoryPath, ByteBuf memory) {
    this.folder = folder;
    this.memoryPath = memoryPath;
    this.memory = memory;
  }

  /**
   * Adds the handlers of a connection.
   *
   * @param memoryPath of the page that is kept in memory
   */
  public static Consumer<ChannelPipeline> handlers(Path folder, String memoryPath, byte[] memory) {
    Path root = folder.toAbsolutePath().normalize();
    ByteBuf page = Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(memory));
    return pipeline ->
        pipeline.addLast(
            new HttpServerCodec(),
            new HttpObjectAggregator(LONGEST_REQUEST),
            new HttpNetty(root, memoryPath, page));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
      throws IOException {
    ChannelFuture sent = answer(context, request.uri());
    if (!HttpUtil.isKeepAlive(request)) {
      sent.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private ChannelFuture answer(ChannelHandlerContext context, String path) throws IOException {
    if (path.equals(memoryPath)) {
      return answer(context, HttpResponseStatus.OK, memory.duplicate());
    }
    Path file = folder.resolve("." + path).normalize();
    if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
      return answer(context, HttpResponseStatus.NOT_FOUND, Unpooled.EMPTY_BUFFER);
    }
    FileChannel channel = FileChannel.open(file);
    long size = channel.size();
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    setHeaders(head, size);
    context.write(head);
    context.write(new DefaultFileRegion(channel, 0, size));
    return context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  private static ChannelFuture answer(
      ChannelHandlerContext context, HttpResponseStatus status, ByteBuf body) {
    HttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    setHeaders(response, body.readableBytes());
    return context.writeAndFlush(response);
  }

  private static void setHeaders(HttpResponse response, long size) {
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
        .set(HttpHeaderNames.CONTENT_LENGTH, size);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
