package org.supervisor4j.daemon.os.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.ResourceLimits;
import org.supervisor4j.daemon.os.SpawnStep;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.Syscall;
import org.supervisor4j.model.Signal;

/**
 * The system calls that a child makes between clone and exec, as rows in native memory ({@code struct row} of
 * {@code spawn-x86_64.S}), in the order of {@link SpawnStep}. Rows are raw system calls: they concern the one thread
 * that makes them, the child, and never the daemon.
 */
final class SyscallTable {
    /** The most rows that a spawn takes, beside one for each descriptor to be closed the slow way. */
    static final int MOST_ROWS = 96;

    private static final int ROW_LENGTH = 8;
    private static final int ROW_SIZE = ROW_LENGTH * Long.BYTES;
    private static final int MOST_ARGUMENTS = 6;
    private static final int MAY_FAIL = 7;

    private static final long SIG_DFL = 0;
    private static final long SIG_IGN = 1;
    private static final int LAST_SIGNAL = 64;
    private static final int SIG_SETMASK = 2;
    private static final int SIGSET_SIZE = 8;

    private static final int TIOCNOTTY = 0x5422;

    private static final int FIRST_FREE = 3;
    private static final int O_CLOEXEC = 02000000;
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int CLOSE_RANGE_CLOEXEC = 4;
    private static final long LAST_DESCRIPTOR = 0xFFFF_FFFFL;

    private final SpawnMemory memory;
    private final Architecture architecture;
    private final int address;
    private final int capacity;
    private final long[] rows;
    private final List<SpawnStep> steps = new ArrayList<>(MOST_ROWS);

    /** @param extraRows how many rows beyond {@link #MOST_ROWS} there may be */
    SyscallTable(SpawnMemory memory, Architecture architecture, int extraRows) {
        this.memory = memory;
        this.architecture = architecture;
        this.capacity = MOST_ROWS + extraRows;
        this.address = memory.reserve(ROW_SIZE * capacity);
        this.rows = new long[ROW_LENGTH * capacity];
    }

    /** How much memory the table and its structures take, texts and groups not included. */
    static int size(int extraRows) {
        return ROW_SIZE * (MOST_ROWS + extraRows) + 256;
    }

    /**
     * Writes the rows to where the child reads them.
     *
     * @return where that is
     */
    long write() {
        memory.putLongs(address, rows, ROW_LENGTH * steps.size());
        return memory.addressOf(address);
    }

    /** The steps of the rows, by index. */
    List<SpawnStep> steps() {
        return steps;
    }

    /**
     * Every signal does again what it does by default; a handler of the JVM's must not run in the child. SIGPIPE and
     * SIGXFSZ are ignored: the original is a Python program, whose children inherit that.
     */
    void resetSignals() {
        long byDefault = memory.putLongs(SIG_DFL, 0, 0, 0);
        long ignored = memory.putLongs(SIG_IGN, 0, 0, 0);
        for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
            if (signal != Signal.SIGKILL && signal != Signal.SIGSTOP) {
                long action = signal == Signal.SIGPIPE || signal == Signal.SIGXFSZ ? ignored : byDefault;
                add(SpawnStep.RESET_SIGNALS, false, Syscall.RT_SIGACTION, signal, action, 0, SIGSET_SIZE);
            }
        }
    }

    void newProcessGroup() {
        add(SpawnStep.PROCESS_GROUP, false, Syscall.SETPGID, 0, 0);
    }

    /**
     * Leaves the terminal that the session has; the session stays.
     *
     * @param terminal a descriptor of it, which is none of the first three
     */
    void leaveTerminal(int terminal) {
        // It fails only if there is no terminal any more.
        add(SpawnStep.PROCESS_GROUP, true, Syscall.IOCTL, terminal, TIOCNOTTY);
    }

    /**
     * The first three descriptors. A source that is itself among the first three (the daemon was started with them
     * closed) would be overwritten before its turn, or stay close-on-exec where it is: it first moves to a number that
     * nobody needs in the child.
     *
     * @param sources what becomes 0, 1 and 2, and what else is needed afterwards
     * @param kept a descriptor that must stay open until the exec
     * @return where the sources are now
     */
    int[] standardDescriptors(int[] sources, int kept) {
        int[] moved = sources.clone();
        int free = FIRST_FREE;
        for (int i = 0; i < moved.length; i++) {
            if (moved[i] < FIRST_FREE) {
                while (free == kept || contains(sources, free)) {
                    free++;
                }
                add(SpawnStep.DESCRIPTORS, false, Syscall.DUP3, moved[i], free, O_CLOEXEC);
                moved[i] = free++;
            }
        }
        for (int target = 0; target < FIRST_FREE; target++) {
            add(SpawnStep.DESCRIPTORS, false, Syscall.DUP3, moved[target], target, 0);
        }
        return moved;
    }

    /** One more that stays open, after all others have been told to close. */
    void extraDescriptor(int source, int target) {
        if (source == target) {
            add(SpawnStep.DESCRIPTORS, false, Syscall.FCNTL, source, F_SETFD, 0);
        } else {
            add(SpawnStep.DESCRIPTORS, false, Syscall.DUP3, source, target, 0);
        }
    }

    private static boolean contains(int[] values, int value) {
        for (int each : values) {
            if (each == value) {
                return true;
            }
        }
        return false;
    }

    /** All other descriptors close on exec. */
    void closeOthersOnExec() {
        add(SpawnStep.DESCRIPTORS, false, Syscall.CLOSE_RANGE, FIRST_FREE, LAST_DESCRIPTOR, CLOSE_RANGE_CLOEXEC);
    }

    /** The same, one by one, for kernels without close_range (before 5.11). */
    void closeOthersOnExec(int first, int afterLast) {
        for (int descriptor = first; descriptor < afterLast; descriptor++) {
            add(SpawnStep.DESCRIPTORS, true, Syscall.FCNTL, descriptor, F_SETFD, FD_CLOEXEC);
        }
    }

    void limits(Map<ResourceLimits.Resource, ResourceLimits.Limit> limits) {
        for (Map.Entry<ResourceLimits.Resource, ResourceLimits.Limit> entry : limits.entrySet()) {
            int resource = PosixLimits.number(entry.getKey());
            long pair =
                    memory.putLongs(entry.getValue().soft(), entry.getValue().hard());
            add(SpawnStep.RESOURCE_LIMITS, false, Syscall.PRLIMIT64, 0, resource, pair, 0);
        }
    }

    void user(ProcessUser user) {
        int count = user.groups().size();
        int uid = user.uid();
        int gid = user.gid();
        add(SpawnStep.GROUPS, false, Syscall.SETGROUPS, count, memory.putInts(user.groups(), count));
        add(SpawnStep.GID, false, Syscall.SETRESGID, gid, gid, gid);
        add(SpawnStep.UID, false, Syscall.SETRESUID, uid, uid, uid);
    }

    void directory(byte[] path) {
        add(SpawnStep.DIRECTORY, false, Syscall.CHDIR, memory.putString(path));
    }

    void umask(int mask) {
        add(SpawnStep.UMASK, false, Syscall.UMASK, mask);
    }

    /** From here on a signal that came in the meantime does what it does by default. */
    void unblockSignals() {
        add(SpawnStep.UNBLOCK_SIGNALS, false, Syscall.RT_SIGPROCMASK, SIG_SETMASK, memory.putLongs(0), 0, SIGSET_SIZE);
    }

    void exec(SpawnText text) {
        long path = memory.putString(text.path);
        long argv = memory.putLongs(pointers(text.argv));
        long environment = memory.putLongs(pointers(text.environment));
        add(SpawnStep.EXEC, false, Syscall.EXECVE, path, argv, environment);
    }

    /** Ending with a null pointer. */
    private long[] pointers(List<byte[]> texts) {
        long[] pointers = new long[texts.size() + 1];
        for (int i = 0; i < texts.size(); i++) {
            pointers[i] = memory.putString(texts.get(i));
        }
        return pointers;
    }

    /** The next row. */
    void add(SpawnStep step, boolean mayFail, Syscall call, long... arguments) {
        if (arguments.length > MOST_ARGUMENTS || steps.size() == capacity) {
            throw new AssertionError(call + " as row " + steps.size() + " of " + capacity);
        }
        int row = ROW_LENGTH * steps.size();
        rows[row] = call.on(architecture);
        System.arraycopy(arguments, 0, rows, row + 1, arguments.length);
        rows[row + MAY_FAIL] = mayFail ? 1 : 0;
        steps.add(step);
    }
}
