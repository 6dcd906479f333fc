package io.github.cameldatadog.findings.testkit.wire;

import io.github.cameldatadog.findings.testkit.core.DatadogCore;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens on a loopback port. Nothing blocks an event loop: delays go through its scheduler. Thread-safe.
 */
public final class DatadogHttpServer implements AutoCloseable {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private final DatadogCore core;
    private final EventLoopGroup loops = new NioEventLoopGroup(2, new DefaultThreadFactory("simulated-datadog", true));
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger connectionsToReset = new AtomicInteger();
    private final int port;
    private Channel listening;

    /**
     * Starts to listen.
     *
     * @param port the port, or 0 for any that is free
     * @throws IllegalStateException if the port cannot be bound
     */
    public DatadogHttpServer(DatadogCore core, int port) {
        this.core = core;
        try {
            this.listening = bind(port);
        } catch (RuntimeException e) {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
            throw e;
        }
        this.port = ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private Channel bind(int wanted) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted);
        var bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException("cannot listen on " + address + ": " + bound.cause(), bound.cause());
        }
        return bound.channel();
    }

    private void accept(SocketChannel channel) {
        if (connectionsToReset.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            Reset.reset(channel);
            return;
        }
        connections.add(channel);
        HttpDecoderConfig limits = new HttpDecoderConfig().setMaxInitialLineLength(LONGEST_LINE);
        channel.pipeline()
                .addLast(new HttpServerCodec(limits))
                .addLast(new HttpObjectAggregator(MOST_BYTES))
                .addLast(new ConnectionHandler(core, loops));
    }

    public int port() {
        return port;
    }

    /** How many connections are open now. */
    public int openConnections() {
        return connections.size();
    }

    /** Resets the next connections as soon as they are made. */
    public void resetNextConnections(int count) {
        connectionsToReset.set(count);
    }

    /** Stops listening, so that new connections are refused; those that are open stay. */
    public synchronized void refuseConnections() {
        listening.close().awaitUninterruptibly();
    }

    /** Listens again on the same port. */
    public synchronized void acceptConnections() {
        if (!listening.isOpen()) {
            listening = bind(port);
        }
    }

    /** Resets all open connections. */
    public void resetConnections() {
        connections.forEach(Reset::reset);
    }

    /** Closes everything and waits until it is closed. */
    @Override
    public synchronized void close() {
        listening.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
