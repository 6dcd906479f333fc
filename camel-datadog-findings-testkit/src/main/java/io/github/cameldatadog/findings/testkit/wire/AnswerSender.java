package io.github.cameldatadog.findings.testkit.wire;

import io.github.cameldatadog.findings.testkit.core.Decision;
import io.github.cameldatadog.findings.testkit.fault.FaultDelivery;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Arrays;

/** Sends one answer the way it was decided. Runs on the connection's event loop only. */
final class AnswerSender {

    private final ChannelHandlerContext context;
    private final Decision decision;
    private final boolean keepAlive;
    private final Runnable whenDone;

    AnswerSender(ChannelHandlerContext context, Decision decision, boolean keepAlive, Runnable whenDone) {
        this.context = context;
        this.decision = decision;
        this.keepAlive = keepAlive;
        this.whenDone = whenDone;
    }

    static void sendMalformed(ChannelHandlerContext context) {
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST);
        HttpUtil.setContentLength(answer, 0);
        context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    void send() {
        if (!context.channel().isActive()) {
            return;
        }
        FaultDelivery delivery = decision.delivery();
        switch (delivery.shape()) {
            case RESET -> Reset.reset(context.channel());
            case CLOSE -> context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            case HANG -> context.flush();
            case WHOLE -> sendWhole(answer());
            case CUT -> sendCut(answer(), false);
            case CUT_CHUNKED -> sendCut(answer(), true);
            case TRICKLE -> sendTrickle(answer());
        }
    }

    private HttpAnswer answer() {
        return decision.answer().orElseThrow();
    }

    private void sendWhole(HttpAnswer answer) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(answer.status());
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(answer.body()));
        addHeaders(response, answer);
        if (answer.status() != 204) {
            HttpUtil.setContentLength(response, answer.bodyLength());
        }
        var written = context.writeAndFlush(response);
        if (keepAlive) {
            whenDone.run();
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void addHeaders(HttpResponse response, HttpAnswer answer) {
        answer.headers().forEach(header -> response.headers().add(header.name(), header.value()));
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private HttpResponse head(HttpAnswer answer) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
        addHeaders(head, answer);
        return head;
    }

    private void sendCut(HttpAnswer answer, boolean chunked) {
        HttpResponse head = head(answer);
        if (chunked) {
            HttpUtil.setTransferEncodingChunked(head, true);
        } else {
            HttpUtil.setContentLength(head, answer.bodyLength());
        }
        int wanted = decision.delivery().bytes();
        int length = wanted < 0 ? answer.bodyLength() / 2 : Math.min(wanted, answer.bodyLength());
        context.write(head).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        byte[] part = Arrays.copyOf(answer.body(), length);
        context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(part)))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void sendTrickle(HttpAnswer answer) {
        HttpResponse head = head(answer);
        HttpUtil.setContentLength(head, answer.bodyLength());
        context.writeAndFlush(head).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        trickle(answer.body(), 0);
    }

    private void trickle(byte[] body, int next) {
        if (!context.channel().isActive()) {
            return;
        }
        if (next == body.length) {
            finishTrickle();
            return;
        }
        context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(body, next, 1)))
                .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        ConnectionHandler.later(context, decision.delivery().interval(), () -> trickle(body, next + 1));
    }

    private void finishTrickle() {
        var written = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        if (keepAlive) {
            whenDone.run();
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
