package io.github.cameldatadog.findings.testkit.wire;

import io.github.cameldatadog.findings.testkit.core.DatadogCore;
import io.github.cameldatadog.findings.testkit.core.Decision;
import io.github.cameldatadog.findings.testkit.http.HttpCall;
import io.github.cameldatadog.findings.testkit.http.HttpHeader;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection. Requests are answered one after the other, however many a client sends ahead; reading goes on while
 * one is being answered, so that a client which hangs up is noticed. Runs on the connection's event loop only.
 */
final class ConnectionHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

    private final DatadogCore core;
    private final EventLoopGroup loops;
    private final Queue<Waiting> ahead = new ArrayDeque<>();
    private boolean busy;

    private record Waiting(HttpCall call, boolean keepAlive, boolean malformed) {}

    ConnectionHandler(DatadogCore core, EventLoopGroup loops) {
        this.core = core;
        this.loops = loops;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        List<HttpHeader> headers = request.headers().entries().stream()
                .map(entry -> new HttpHeader(entry.getKey(), entry.getValue()))
                .toList();
        byte[] body = ByteBufUtil.getBytes(request.content());
        HttpCall call = new HttpCall(request.method().name(), request.uri(), headers, body);
        boolean malformed = request.decoderResult().isFailure();
        ahead.add(new Waiting(call, HttpUtil.isKeepAlive(request) && !malformed, malformed));
        takeNext(context);
    }

    private void takeNext(ChannelHandlerContext context) {
        Waiting next = busy ? null : ahead.poll();
        if (next == null) {
            return;
        }
        busy = true;
        if (next.malformed()) {
            AnswerSender.sendMalformed(context);
            return;
        }
        Decision decision = core.receive(next.call());
        decision.lateEffectAfter().ifPresent(after -> scheduleLateEffect(decision.requestNumber(), after));
        AnswerSender sender = new AnswerSender(context, decision, next.keepAlive(), () -> {
            busy = false;
            takeNext(context);
        });
        later(context, decision.delay(), sender::send);
    }

    /** On the server's loops rather than the connection's: a client that hangs up does not stop the effect. */
    private void scheduleLateEffect(long requestNumber, Duration after) {
        loops.next()
                .schedule(() -> core.effectuate(requestNumber), after.toNanos(), TimeUnit.NANOSECONDS)
                .addListener(ConnectionHandler::logFailure);
    }

    static void later(ChannelHandlerContext context, Duration wait, Runnable action) {
        if (wait.isZero()) {
            action.run();
            return;
        }
        context.executor()
                .schedule(action, wait.toNanos(), TimeUnit.NANOSECONDS)
                .addListener(ConnectionHandler::logFailure);
    }

    private static void logFailure(Future<?> done) {
        if (done.cause() != null && !done.isCancelled()) {
            LOG.error("a delayed step failed", done.cause());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("connection {} broke: {}", context.channel(), cause.toString());
        } else {
            LOG.error("connection {} failed", context.channel(), cause);
        }
        context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
}
