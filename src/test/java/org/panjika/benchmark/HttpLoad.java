package org.panjika.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A client that costs little of the machine it shares with the server: one thread, connections kept alive, one request at a
 * time on each.
 */
final class HttpLoad {

    private final InetSocketAddress server;
    private final Supplier<Optional<byte[]>> requests;
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final List<Connection> connections = new ArrayList<>();
    private long[] nanos = new long[1 << 16];
    private int answers;
    private String firstRefusal = "";

    /** @param requests whole HTTP requests; empty when there are no more */
    HttpLoad(int port, Supplier<Optional<byte[]>> requests) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.requests = requests;
    }

    /** What a run has brought. */
    record Result(Map<Integer, Integer> statuses, double seconds, long[] sortedNanos, String firstRefusal) {

        int succeeded() {
            return statuses.getOrDefault(201, 0) + statuses.getOrDefault(200, 0);
        }

        double perSecond() {
            return succeeded() / seconds;
        }

        /** Milliseconds that a share of the answers did not exceed. */
        double quantile(double share) {
            if (sortedNanos.length == 0) return Double.NaN;
            return sortedNanos[(int) Math.min(sortedNanos.length - 1, Math.ceil(share * sortedNanos.length))] / 1e6;
        }

        Result mustSucceed() {
            if (succeeded() == sortedNanos.length && succeeded() > 0) return this;
            throw new IllegalStateException("not everything was accepted: " + statuses + "\n" + firstRefusal);
        }
    }

    /** As fast as the answers come. */
    Result flatOut(int width, Duration time) {
        return run(width, time, 0);
    }

    /** At a steady pace; an answer's time counts from the moment its request was due, whether or not a connection was free. */
    Result paced(int width, Duration time, double perSecond) {
        return run(width, time, 1e9 / perSecond);
    }

    private Result run(int width, Duration time, double interval) {
        try (var selector = Selector.open()) {
            for (int i = 0; i < width; i++) connections.add(new Connection(selector));
            var start = System.nanoTime();
            var end = start + time.toNanos();
            idle.addAll(connections);
            long due = 0;
            var more = true;
            while (true) {
                var now = System.nanoTime();
                more = more && now < end;
                while (more && !idle.isEmpty() && start + (long) (due * interval) <= now) {
                    var request = requests.get();
                    if (request.isEmpty()) more = false;
                    else idle.poll().send(request.get(), interval == 0 ? now : start + (long) (due * interval));
                    due++;
                }
                if (!more && idle.size() == width) break;
                selector.select(key -> ((Connection) key.attachment()).ready(), interval == 0 ? 1000 : 1);
            }
            var seconds = (System.nanoTime() - start) / 1e9;
            for (var connection : connections) connection.channel.close();
            var sorted = Arrays.copyOf(nanos, answers);
            Arrays.sort(sorted);
            return new Result(statuses, seconds, sorted, firstRefusal);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answered(int status, long took, String answer) {
        statuses.merge(status, 1, Integer::sum);
        if (status >= 300 && firstRefusal.isEmpty()) firstRefusal = answer;
        if (answers == nanos.length) nanos = Arrays.copyOf(nanos, answers * 2);
        nanos[answers++] = took;
    }

    private final class Connection {
        private final Selector selector;
        private SocketChannel channel;
        private SelectionKey key;
        private ByteBuffer out;
        private ByteBuffer in = ByteBuffer.allocate(1 << 14);
        private long since;

        Connection(Selector selector) throws IOException {
            this.selector = selector;
            open();
        }

        private void open() throws IOException {
            channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(byte[] request, long since) throws IOException {
            this.since = since;
            out = ByteBuffer.wrap(request);
            in.clear();
            write();
        }

        private void write() throws IOException {
            channel.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        void ready() {
            try {
                if (key.isWritable()) write();
                if (!key.isReadable()) return;
                if (!in.hasRemaining())
                    in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
                if (channel.read(in) < 0) throw new IOException("the server closed a connection before its answer");
                var answer = new Answer(in);
                if (!answer.complete()) return;
                answered(answer.status(), System.nanoTime() - since, answer.status() < 300 ? "" : answer.toString());
                if (answer.last()) {
                    channel.close();
                    open();
                }
                idle.add(this);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** As much of an answer as has arrived. */
    private record Answer(ByteBuffer in) {

        boolean complete() {
            var end = headEnd();
            if (end < 0) return false;
            var head = head(end);
            var length = field(head, "content-length: ");
            if (length.isPresent()) return in.position() >= end + Integer.parseInt(length.get());
            if (field(head, "transfer-encoding: ").isEmpty()) return true;
            return in.position() >= end + 5
                    && text(in.position() - 5, in.position()).equals("0\r\n\r\n");
        }

        int status() {
            return Integer.parseInt(text(9, 12));
        }

        boolean last() {
            return field(head(headEnd()), "connection: ")
                    .filter("close"::equals)
                    .isPresent();
        }

        private int headEnd() {
            for (int i = 3; i < in.position(); i++) {
                if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n') return i + 1;
            }
            return -1;
        }

        private String head(int end) {
            return text(0, end).toLowerCase(java.util.Locale.ROOT);
        }

        private static Optional<String> field(String head, String name) {
            var at = head.indexOf("\r\n" + name);
            if (at < 0) return Optional.empty();
            var from = at + 2 + name.length();
            return Optional.of(head.substring(from, head.indexOf("\r\n", from)));
        }

        private String text(int from, int to) {
            return new String(in.array(), from, to - from, StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return text(0, in.position());
        }
    }
}
