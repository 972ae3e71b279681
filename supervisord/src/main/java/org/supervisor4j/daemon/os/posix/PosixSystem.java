package org.supervisor4j.daemon.os.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.supervisor4j.daemon.os.ChildReaper;
import org.supervisor4j.daemon.os.Connections;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Host;
import org.supervisor4j.daemon.os.ListeningSockets;
import org.supervisor4j.daemon.os.MessageSocket;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.NotifySocket;
import org.supervisor4j.daemon.os.PollerFactory;
import org.supervisor4j.daemon.os.ProcessSpawner;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.os.ResourceLimits;
import org.supervisor4j.daemon.os.ResourceLimits.Limit;
import org.supervisor4j.daemon.os.ResourceLimits.Resource;
import org.supervisor4j.daemon.os.Signals;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.Users;
import org.supervisor4j.daemon.os.WallClock;
import org.supervisor4j.daemon.os.files.LogStarts;
import org.supervisor4j.daemon.os.files.SafePaths;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.MachineCode;
import org.supervisor4j.daemon.os.posix.libc.NativeText;

/**
 * The system that we run on. Open it once: reloads use the same one.
 *
 * @param messageSockets ways to receivers by the path, or {@code @} and an abstract name, where they listen
 * @param environment what we were started with, as {@code KEY=value}: unlike {@link System#getenv()} it loses no bytes.
 *     Bytes that are not UTF-8 are lone surrogates here, and bytes again in a {@code SpawnRequest}
 */
public record PosixSystem(
        ProcessSpawner spawner,
        ChildReaper reaper,
        Signals signals,
        PollerFactory pollers,
        Descriptors descriptors,
        ListeningSockets listeningSockets,
        NotifySocket.Factory notifySockets,
        Connections connections,
        SafePaths paths,
        LogStarts logStarts,
        ProcessTable processes,
        Supplier<MessageSocket> syslog,
        Function<String, MessageSocket> messageSockets,
        Users users,
        ResourceLimits limits,
        Host host,
        Monotonic monotonic,
        WallClock wallClock,
        List<String> environment) {
    public PosixSystem {
        environment = List.copyOf(environment);
    }

    /** Children get our resource limits. */
    public static PosixSystem open() throws UnsupportedPlatformException {
        return open(Map.of());
    }

    /**
     * @param childLimits what children get instead of our own limits. The JVM raises its soft limit of open files
     *     unless told not to ({@code -XX:-MaxFDLimit})
     * @throws UnsupportedPlatformException if this is not Linux on a processor that we have code for, or if it allows
     *     no executable memory
     */
    public static PosixSystem open(Map<Resource, Limit> childLimits) throws UnsupportedPlatformException {
        Architecture architecture = Architecture.current();
        LibC libc = LibC.load();
        PosixDescriptors descriptors = new PosixDescriptors(libc, architecture);
        PosixSpawner spawner = new PosixSpawner(
                libc,
                architecture,
                MachineCode.install(libc, MachineCode.SPAWN.bytes(architecture)),
                descriptors,
                new KernelSettings(libc, architecture),
                childLimits);
        SystemClocks clocks = new SystemClocks();
        PosixFileTree files = new PosixFileTree(libc, architecture, descriptors);
        SafePaths paths = new SafePaths(descriptors, files, libc::geteuid, KernelSettings.uidOfAnybody());
        return new PosixSystem(
                spawner,
                new PosixReaper(libc),
                PosixSignals.install(libc, architecture, descriptors),
                new EpollPoller.Factory(libc, architecture),
                descriptors,
                new PosixListeningSockets(libc, descriptors, paths),
                () -> PosixNotifySocket.open(libc, architecture),
                new PosixConnections(libc),
                paths,
                new LogStarts(),
                new ProcfsProcessTable(descriptors, files),
                () -> new PosixMessageSocket(libc, descriptors, PosixMessageSocket.SYSTEM_LOG),
                address -> new PosixMessageSocket(libc, descriptors, address),
                new PosixUsers(libc),
                new PosixLimits(libc),
                new PosixHost(libc, architecture),
                clocks,
                clocks,
                environment(libc));
    }

    private static List<String> environment(LibC libc) {
        List<String> variables = new ArrayList<>();
        long next = libc.environ();
        for (long text = libc.longAt(next); text != 0; text = libc.longAt(next)) {
            variables.add(NativeText.decode(libc.stringAt(text)));
            next += Long.BYTES;
        }
        return LauncherEnvironment.restore(variables);
    }
}
