package org.panjika;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The application as people run it: a process of its own, outside the sandbox, on a data folder of its own. */
public final class ApplicationProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path data;
    private final int port;
    private final int databasePort;
    private final Path log;
    private final Process process;

    private ApplicationProcess(Path data, int port, int databasePort, Path log, Process process) {
        this.data = data;
        this.port = port;
        this.databasePort = databasePort;
        this.log = log;
        this.process = process;
    }

    /** Starts a copy on a folder without waiting for it; its words are added to {@code application.log} in the folder. */
    public static ApplicationProcess launch(Path data, List<String> jvmOptions, String... settings) {
        try {
            Files.createDirectories(data);
            var port = freePort();
            var databasePort = freePort();
            var log = data.resolve("application.log");
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmOptions);
            command.addAll(List.of("-cp", classPath(), "org.panjika.Panjika"));
            command.add("--server.port=" + port);
            command.add("--panjika.database.data=" + data);
            command.add("--panjika.database.port=" + databasePort);
            command.addAll(Arrays.asList(settings));
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new ApplicationProcess(data, port, databasePort, log, process);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a copy and waits until it answers. */
    public static ApplicationProcess start(Path data, List<String> jvmOptions, String... settings) {
        var started = launch(data, jvmOptions, settings);
        started.awaitHealth();
        return started;
    }

    /** What the tests add is no part of the application. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitHealth() {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!healthy()) {
            if (!process.isAlive()) throw new IllegalStateException("the application did not start:\n" + lastWords());
            if (System.nanoTime() > until)
                throw new IllegalStateException("the application is not up:\n" + lastWords());
            try {
                process.waitFor(100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private boolean healthy() {
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/actuator/health")
                    .toURL()
                    .openConnection();
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public Process process() {
        return process;
    }

    /** Everything that was said by all copies on this folder so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String lastWords() {
        var words = log();
        return words.substring(Math.max(0, words.length() - 4000));
    }

    /** PostgreSQL's first process, then its others. */
    public List<ProcessHandle> postgres() {
        try {
            var pid = Files.readAllLines(data.resolve("postgresql/postmaster.pid"))
                    .get(0);
            return ProcessHandle.of(Long.parseLong(pid.strip()))
                    .map(first ->
                            Stream.concat(Stream.of(first), first.children()).toList())
                    .orElse(List.of());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The owner of the tables, who may do what the application may not. */
    public Connection owner() throws SQLException {
        return connect("panjika_owner");
    }

    public Connection application() throws SQLException {
        return connect("panjika_app");
    }

    private Connection connect(String role) throws SQLException {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + databasePort + "/panjika?currentSchema=panjika,engine,public",
                    role,
                    Files.readString(data.resolve("database-password")).strip());
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    /** SIGKILL to all of them at once. */
    public static void kill(List<ProcessHandle> victims) {
        try {
            var command = new ArrayList<>(List.of("kill", "-9"));
            victims.forEach(v -> command.add(Long.toString(v.pid())));
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops the copy in order, and its PostgreSQL with it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS))
                process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
