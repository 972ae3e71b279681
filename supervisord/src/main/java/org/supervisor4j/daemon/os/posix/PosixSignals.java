package org.supervisor4j.daemon.os.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Signals;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.MachineCode;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;
import org.supervisor4j.model.Signal;

/**
 * Signals by way of libc's {@code sigaction} and a handler in machine code ({@link MachineCode#ON_SIGNAL}) that adds
 * one to the eventfd of its signal. That serves every signal alike, also SIGQUIT, which the JVM keeps for its thread
 * dumps.
 *
 * <p>Without {@code -Xrs}, HotSpot blocks SIGQUIT on all threads but one of its own, which then runs our handler.
 *
 * <p>HotSpot itself uses SIGUSR2 to suspend threads for the flight recorder: do not record and catch it both.
 *
 * <p>Methods are for one thread; {@link #kill} is for any.
 */
final class PosixSignals implements Signals {
    private static final int LAST_SIGNAL = 64;
    private static final int NONE = -1;

    private static final long SIG_IGN = 1;
    private static final int SIG_UNBLOCK = 1;
    private static final int SA_RESTART = 0x1000_0000;

    /** {@code struct sigaction} of libc: the handler, 1024 bits of mask, the flags (and padding), the restorer. */
    private static final int SIGACTION_SIZE = 152;

    private static final int SA_MASK = 8;
    private static final int SA_MASK_SIZE = 128;
    private static final int SA_FLAGS = SA_MASK + SA_MASK_SIZE;

    private static final int EFD_NONBLOCK_CLOEXEC = 04000 | 02000000;

    private final LibC libc;
    private final PosixDescriptors descriptors;
    private final long handler;

    /** What the handler reads: the eventfd of each signal. Never freed, for a handler may run at any time. */
    private final ByteBuffer eventfds;

    private final ByteBuffer counter = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());

    /** What {@link #close} puts back: a {@code struct sigaction} for each signal that we changed. */
    private final Map<Integer, NativeBlock> before = new HashMap<>();

    private PosixSignals(LibC libc, PosixDescriptors descriptors, long handler, ByteBuffer eventfds) {
        this.libc = libc;
        this.descriptors = descriptors;
        this.handler = handler;
        this.eventfds = eventfds;
    }

    /** Changes nothing yet. The handler's code and table stay for the life of the JVM: once per JVM is enough. */
    static PosixSignals install(LibC libc, Architecture architecture, PosixDescriptors descriptors)
            throws UnsupportedPlatformException {
        NativeBlock table = libc.allocate(Integer.BYTES * (LAST_SIGNAL + 1));
        for (int signal = 0; signal <= LAST_SIGNAL; signal++) {
            table.bytes().putInt(Integer.BYTES * signal, NONE);
        }
        byte[] code = MachineCode.ON_SIGNAL.bytes(architecture);
        ByteBuffer.wrap(code).order(ByteOrder.nativeOrder()).putLong(code.length - Long.BYTES, table.address());
        return new PosixSignals(libc, descriptors, MachineCode.install(libc, code), table.bytes());
    }

    @Override
    public void kill(int pid, int signal) throws OsException {
        String whom = pid < 0 ? "process group " + -pid : "process " + pid;
        Errors.check(libc.kill(pid, signal), "send " + Signal.name(signal) + " to", whom);
    }

    @Override
    public int catchSignal(int signal) throws OsException {
        if (signal < 1 || signal > LAST_SIGNAL) {
            throw Errors.exception(-Errno.EINVAL, "catch", Signal.name(signal));
        }
        int index = Integer.BYTES * signal;
        int known = eventfds.getInt(index);
        int descriptor = known == NONE ? libc.eventfd(0, EFD_NONBLOCK_CLOEXEC) : known;
        Errors.check(descriptor, "create an eventfd for", Signal.name(signal));
        eventfds.putInt(index, descriptor);
        try {
            change(signal, handler, "catch");
            unblock(signal);
            return descriptor;
        } catch (OsException e) {
            if (known == NONE) {
                eventfds.putInt(index, NONE);
                descriptors.close(descriptor);
            }
            throw e;
        }
    }

    /** On this thread, and on those that it is going to start: our parent may have had the signal blocked. */
    private void unblock(int signal) throws OsException {
        try (NativeBlock set = libc.allocate(SA_MASK_SIZE)) {
            set.bytes().putLong(0, 1L << (signal - 1));
            Errors.check(libc.sigprocmask(SIG_UNBLOCK, set.address(), 0), "unblock", Signal.name(signal));
        }
    }

    @Override
    public void ignore(int signal) throws OsException {
        change(signal, SIG_IGN, "ignore");
    }

    private void change(int signal, long action, String operation) throws OsException {
        try (NativeBlock next = libc.allocate(SIGACTION_SIZE)) {
            next.bytes().putLong(0, action);
            for (int i = 0; i < SA_MASK_SIZE; i += Long.BYTES) {
                // No other signal meanwhile: handlers do not pile up on the small stacks of Java threads.
                next.bytes().putLong(SA_MASK + i, -1L);
            }
            next.bytes().putInt(SA_FLAGS, SA_RESTART);
            NativeBlock old = libc.allocate(SIGACTION_SIZE);
            int result = libc.sigaction(signal, next.address(), old.address());
            if (result < 0 || before.putIfAbsent(signal, old) != null) {
                old.close();
            }
            Errors.check(result, operation, Signal.name(signal));
        }
    }

    @Override
    public long take(int descriptor) {
        int count;
        do {
            count = libc.read(descriptor, counter);
        } while (count == -Errno.EINTR);
        return count == Long.BYTES ? counter.getLong(0) : 0;
    }

    @Override
    public void close() {
        before.forEach((signal, old) -> {
            libc.sigaction(signal, old.address(), 0);
            old.close();
        });
        before.clear();
        // A handler that is between its two steps on another thread at this very moment writes into a closed
        // descriptor:
        // close at the end only, when nobody opens new ones.
        for (int signal = 0; signal <= LAST_SIGNAL; signal++) {
            int descriptor = eventfds.getInt(Integer.BYTES * signal);
            if (descriptor != NONE) {
                eventfds.putInt(Integer.BYTES * signal, NONE);
                descriptors.close(descriptor);
            }
        }
    }
}
