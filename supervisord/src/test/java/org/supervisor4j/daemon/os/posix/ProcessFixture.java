package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.ChildReaper.Reaped;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.PendingExec.Failure;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.os.ProcessSpawner;
import org.supervisor4j.daemon.os.ProcessSpawner.Spawned;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.ResourceLimits.Limit;
import org.supervisor4j.daemon.os.ResourceLimits.Resource;
import org.supervisor4j.daemon.os.SpawnRequest;
import org.supervisor4j.daemon.os.SpawnStep;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.MachineCode;
import org.supervisor4j.daemon.os.posix.libc.Syscall;

/** Real children for tests: spawns, reads what they print, and reaps them. */
final class ProcessFixture implements AutoCloseable {
    static final int EXIT_127 = 127 << 8;
    private static final long DEADLINE_NANOS = 20_000_000_000L;

    final Architecture architecture = Architecture.current();
    final LibC libc = LibC.load();
    final PosixDescriptors descriptors = new PosixDescriptors(libc, architecture);
    final PosixReaper reaper = new PosixReaper(libc);
    final PosixUsers users = new PosixUsers(libc);
    final long code = MachineCode.install(libc, MachineCode.SPAWN.bytes(architecture));
    final KernelSettings kernel = new KernelSettings(libc, architecture);
    final int devNull;

    ProcessFixture() throws UnsupportedPlatformException, OsException {
        devNull = descriptors.open("/dev/null", OpenFlags.READ_WRITE, 0);
    }

    PosixSpawner spawner() {
        return spawner(kernel, Map.of());
    }

    PosixSpawner spawner(KernelSettings settings, Map<Resource, Limit> childLimits) {
        return new PosixSpawner(libc, architecture, code, descriptors, settings, childLimits);
    }

    /** A spawner whose children make one more call before the exec. */
    PosixSpawner spawnerWithRow(Syscall call, long... arguments) {
        return spawnerWithRow(kernel, call, arguments);
    }

    PosixSpawner spawnerWithRow(KernelSettings settings, Syscall call, long... arguments) {
        return new PosixSpawner(libc, architecture, code, descriptors, settings, Map.of()) {
            @Override
            void beforeExec(SyscallTable table) {
                table.add(SpawnStep.UNBLOCK_SIGNALS, true, call, arguments);
            }
        };
    }

    Request request(String... argv) {
        return new Request(argv[0], List.of(argv), List.of(), devNull, devNull, devNull, null, null, null);
    }

    /** Waits for the end of a child that is the only one to end. */
    int waitStatus(int pid) throws OsException {
        int[] status = {-1};
        eventually("process " + pid + " ends", () -> {
            Reaped reaped = reaper.reap();
            if (reaped == null) {
                return false;
            }
            assertThat(reaped.pid()).isEqualTo(pid);
            status[0] = reaped.waitStatus();
            return true;
        });
        return status[0];
    }

    /** Runs a program to its end and returns what it printed on stdout and stderr. */
    String output(ProcessSpawner spawner, Request request) throws OsException {
        Descriptors.Pipe pipe = descriptors.pipe();
        Spawned spawned = spawner.spawn(request.withOutput(pipe.writeEnd()).build());
        descriptors.close(pipe.writeEnd());
        Failure failure = spawned.exec().finish();
        assertThat(failure).isNull();
        String text = readAll(pipe.readEnd());
        assertThat(waitStatus(spawned.pid())).isZero();
        return text;
    }

    String readAll(int descriptor) throws OsException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        while (descriptors.read(descriptor, buffer) > 0) {
            assertThat(buffer.hasRemaining()).isTrue();
        }
        descriptors.close(descriptor);
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Looks every few milliseconds (an epoll set of its own that nothing wakes is the clock) until it is so. */
    void eventually(String what, Condition condition) throws OsException {
        long start = System.nanoTime();
        try (Poller pause = EpollPoller.open(libc, architecture)) {
            while (!condition.holds()) {
                assertThat(System.nanoTime() - start)
                        .as("nanoseconds until " + what)
                        .isLessThan(DEADLINE_NANOS);
                pause.await(2_000_000);
            }
        }
    }

    /** How many descriptors this JVM has open. */
    static int openDescriptors() {
        String[] names = new File("/proc/self/fd").list();
        return names == null ? -1 : names.length;
    }

    @Override
    public void close() {
        descriptors.close(devNull);
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws OsException;
    }

    /** A request in the making. */
    record Request(
            String path,
            List<String> argv,
            List<String> environment,
            int stdin,
            int stdout,
            int stderr,
            @Nullable ProcessUser user,
            @Nullable String directory,
            @Nullable Integer umask) {
        SpawnRequest build() {
            OptionalInt mask = umask == null ? OptionalInt.empty() : OptionalInt.of(umask);
            return new SpawnRequest(path, argv, environment, stdin, stdout, stderr, user, directory, mask);
        }

        Request withOutput(int descriptor) {
            return withDescriptors(stdin, descriptor, descriptor);
        }

        Request withDescriptors(int in, int out, int err) {
            return new Request(path, argv, environment, in, out, err, user, directory, umask);
        }

        Request withEnvironment(String... variables) {
            return new Request(path, argv, List.of(variables), stdin, stdout, stderr, user, directory, umask);
        }

        Request withUser(ProcessUser who) {
            return new Request(path, argv, environment, stdin, stdout, stderr, who, directory, umask);
        }

        Request withDirectory(String where) {
            return new Request(path, argv, environment, stdin, stdout, stderr, user, where, umask);
        }

        Request withUmask(int mask) {
            return new Request(path, argv, environment, stdin, stdout, stderr, user, directory, mask);
        }
    }
}
