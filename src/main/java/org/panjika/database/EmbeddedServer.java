package org.panjika.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own in the data folder: durable, on the loopback address only, with passwords.
 *
 * <p>One copy of the application owns the folder. A server left behind by a killed copy is stopped in order and started
 * again with today's settings; a server whose copy is alive is left alone and start-up is refused.
 */
final class EmbeddedServer implements AutoCloseable {

    static final String DATABASE = "panjika";
    static final String OWNER = "panjika_owner";
    static final String APPLICATION = "panjika_app";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String PID_FILE = "postmaster.pid";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String password;
    private final FileChannel lockFile;
    private final EmbeddedPostgres postgres;
    private final ProcessHandle server;
    private volatile boolean closing;

    private EmbeddedServer(String password, FileChannel lockFile, EmbeddedPostgres postgres, ProcessHandle server) {
        this.password = password;
        this.lockFile = lockFile;
        this.postgres = postgres;
        this.server = server;
    }

    /**
     * Starts the server on a folder, creating roles and database the first time.
     *
     * @throws DataFolderInUse if another copy of the application is running on the folder
     */
    static EmbeddedServer start(DatabaseProperties properties) {
        try {
            var home = Files.createDirectories(properties.data().toAbsolutePath());
            var cluster = home.resolve("postgresql");
            var lockFile = own(home);
            stopServerLeftBehind(cluster);
            var passwordFile = passwordFile(home);
            var password = Files.readString(passwordFile).strip();
            var postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    // stopped when the application has closed, not beside it: what still runs then needs its database
                    .setRegisterShutdownHook(false)
                    .setPort(properties.port())
                    .setConnectConfig("password", password)
                    .setLocaleConfig("pwfile", passwordFile.toString())
                    .setLocaleConfig("auth", "scram-sha-256")
                    .setLocaleConfig("encoding", "UTF8")
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "''")
                    .setServerConfig("timezone", "UTC")
                    .setServerConfig("shared_buffers", "256MB")
                    .setServerConfig("max_wal_size", "2GB")
                    .setServerConfig("checkpoint_timeout", "15min")
                    .setServerConfig("jit", "off")
                    .setPGStartupWait(PATIENCE)
                    .start();
            var server = new EmbeddedServer(
                    password, lockFile, postgres, running(cluster).orElseThrow());
            server.createRolesAndDatabase();
            log.info("PostgreSQL keeps its data in {} and listens on 127.0.0.1:{}", cluster, postgres.getPort());
            return server;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the embedded PostgreSQL did not start: " + e.getMessage(), e);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + DATABASE;
    }

    String password() {
        return password;
    }

    /** Runs something when the server ends without having been closed here. */
    void whenLost(Runnable action) {
        server.onExit().thenRun(() -> {
            if (!closing) action.run();
        });
    }

    @Override
    public void close() {
        closing = true;
        try {
            postgres.close();
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel own(Path home) throws IOException {
        var channel = FileChannel.open(home.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new DataFolderInUse(home);
        }
        return channel;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    /** The server that runs on the folder: the one its file names, if that process is a PostgreSQL of this folder. */
    static Optional<ProcessHandle> running(Path cluster) throws IOException {
        return named(cluster).filter(process -> serves(process, cluster));
    }

    private static Optional<ProcessHandle> named(Path cluster) throws IOException {
        var pidFile = cluster.resolve(PID_FILE);
        if (Files.notExists(pidFile)) return Optional.empty();
        var lines = Files.readAllLines(pidFile);
        if (lines.isEmpty()) return Optional.empty();
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    }

    /**
     * Stops the server that an earlier run left on the folder. A file that names somebody else's process, as after a restart of
     * the machine, is removed instead: PostgreSQL would take that process for its own server and not start.
     */
    static void stopServerLeftBehind(Path cluster) throws IOException {
        var named = named(cluster);
        if (named.isEmpty()) return;
        var process = named.filter(p -> serves(p, cluster));
        if (process.isEmpty()) {
            log.warn(
                    "the process {} in {} is not its PostgreSQL: the file is stale and removed",
                    named.get().pid(),
                    cluster.resolve(PID_FILE));
            Files.delete(cluster.resolve(PID_FILE));
            return;
        }
        log.warn(
                "the last run was killed and its PostgreSQL ({}) still lives: stopping it",
                process.get().pid());
        // destroy() is a SIGTERM, which waits for sessions; their application is gone, so a fast shutdown is due.
        new ProcessBuilder("kill", "-INT", Long.toString(process.get().pid())).start();
        try {
            process.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "PostgreSQL " + process.get().pid() + " of an earlier run does not stop; stop it by hand", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while stopping the PostgreSQL of an earlier run", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a process was started with is not told everywhere; then its name must do. */
    private static boolean serves(ProcessHandle process, Path cluster) {
        var info = process.info();
        return info.command().filter(c -> c.contains("postgres")).isPresent()
                && info.arguments()
                        .map(a -> Stream.of(a).anyMatch(argument -> isFolder(argument, cluster)))
                        .orElse(true);
    }

    private static boolean isFolder(String argument, Path folder) {
        try {
            return Path.of(argument).isAbsolute() && Files.isSameFile(Path.of(argument), folder);
        } catch (IOException | InvalidPathException another) {
            return false;
        }
    }

    private static Path passwordFile(Path home) throws IOException {
        var file = home.resolve("database-password");
        if (Files.notExists(file)) {
            var bytes = new byte[24];
            new SecureRandom().nextBytes(bytes);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, HexFormat.of().formatHex(bytes) + "\n");
        }
        return file;
    }

    private void createRolesAndDatabase() throws SQLException {
        try (var connection = superuser("postgres");
                var statement = connection.createStatement()) {
            var exists = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'");
            if (exists.next()) return;
            for (var role : new String[] {OWNER, APPLICATION}) {
                statement.execute("drop role if exists " + role);
                statement.execute("create role " + role + " login password '" + password + "'");
            }
            statement.execute("create database " + DATABASE + " owner " + OWNER);
        }
    }

    private Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database, "postgres", password);
    }

    /** Start-up is refused: the folder belongs to a copy of the application that is running. */
    static final class DataFolderInUse extends IllegalStateException {
        DataFolderInUse(Path home) {
            super("Another Panjika is running on " + home + ".");
        }
    }
}
