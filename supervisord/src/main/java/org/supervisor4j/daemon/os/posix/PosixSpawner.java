package org.supervisor4j.daemon.os.posix;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ProcessSpawner;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.ResourceLimits.Limit;
import org.supervisor4j.daemon.os.ResourceLimits.Resource;
import org.supervisor4j.daemon.os.SpawnRequest;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.MachineCode;

/**
 * Spawns by a table of system calls. The child shares our memory while it walks the table, on a stack of its own, and
 * we go on meanwhile; a pipe that closes on exec tells when it is through (docs/decisions/0003).
 *
 * <p>Two things follow from the shared memory. The kernel makes the daemon non-dumpable once a child has changed its
 * user: no core files, no debugger. And where the administrator has set {@code fs.suid_dumpable} to 1 (all may be
 * dumped and traced), the new user could trace the child before its exec, and would so reach the daemon's memory: then
 * a child with another user gets a copy of our memory instead, as a fork would give it.
 */
class PosixSpawner implements ProcessSpawner {
    private static final int FIRST_FREE = 3;
    private static final int NONE = -1;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final long CLONE_VM = 0x100;
    private static final long SIGCHLD = 17;

    private final LibC libc;
    private final Architecture architecture;
    private final long code;
    private final PosixDescriptors descriptors;
    private final KernelSettings kernel;
    private final Map<Resource, Limit> childLimits;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1);

    /** Keeps what a child works on, even if the caller lets go of a pending exec without finishing it. */
    private final Set<PosixPendingExec> inFlight = new HashSet<>();

    /**
     * @param code installed {@link MachineCode#SPAWN}, which clones and walks a {@link SyscallTable} in the child
     * @param childLimits what children get instead of our own limits; empty to leave them alone
     */
    PosixSpawner(
            LibC libc,
            Architecture architecture,
            long code,
            PosixDescriptors descriptors,
            KernelSettings kernel,
            Map<Resource, Limit> childLimits) {
        this.libc = libc;
        this.architecture = architecture;
        this.code = code;
        this.descriptors = descriptors;
        this.kernel = kernel;
        this.childLimits = new EnumMap<>(Resource.class);
        this.childLimits.putAll(childLimits);
    }

    // Synchronized: a child that is cloned while another's exec pipe is open at both ends would hold its end back.
    @Override
    public synchronized Spawned spawn(SpawnRequest request) throws OsException {
        SpawnText text = new SpawnText(request);
        int firstFree = request.extra() == null ? FIRST_FREE : request.extra().target() + 1;
        Pipe pipe = execPipe(request.path(), firstFree);
        boolean spawned = false;
        try {
            Spawned child = spawn(request, text, pipe);
            spawned = true;
            return child;
        } finally {
            // The child has its own copy by now, and nobody else may have one.
            descriptors.close(pipe.writeEnd());
            if (!spawned) {
                descriptors.close(pipe.readEnd());
            }
        }
    }

    private Spawned spawn(SpawnRequest request, SpawnText text, Pipe pipe) throws OsException {
        ProcessUser user = changeOfUser(request.user());
        boolean forkedChild = user != null && kernel.everyProcessIsDumpable();
        int end = kernel.hasCloseRange() ? FIRST_FREE : kernel.descriptorsEnd();
        int size = SpawnMemory.FIXED_SIZE + SyscallTable.size(end - FIRST_FREE) + text.size() + groupsSize(user);
        SpawnMemory memory = SpawnMemory.map(libc, size, forkedChild);
        int terminal = NONE;
        int pid = 0;
        try {
            terminal = user == null ? NONE : openTerminal();
            SyscallTable table = new SyscallTable(memory, architecture, end - FIRST_FREE);
            table.resetSignals();
            table.newProcessGroup();
            if (terminal != NONE) {
                table.leaveTerminal(terminal);
            }
            fill(table, request, text, user, pipe, end);
            pid = spawn(table, memory, forkedChild);
            Errors.check(pid, "create a child process for", request.path());
            // The child does so too, before anything else; but then a signal to the group could come too early.
            libc.setpgid(pid, pid);
            PosixPendingExec exec = new PosixPendingExec(this, pipe.readEnd(), memory, table.steps());
            inFlight.add(exec);
            return new Spawned(pid, exec);
        } finally {
            if (terminal != NONE) {
                descriptors.close(terminal);
            }
            if (pid <= 0) {
                memory.unmap();
            }
        }
    }

    /**
     * Creates the child and returns at once.
     *
     * @param forkedChild whether the child gets a copy of our memory instead of sharing it until its exec
     * @return its pid, or a negated error number
     */
    private int spawn(SyscallTable table, SpawnMemory memory, boolean forkedChild) {
        long flags = SIGCHLD | (forkedChild ? 0 : CLONE_VM);
        return (int) libc.call(code, table.write(), memory.stackTop(), flags, memory.statusAddress());
    }

    /**
     * Our controlling terminal, which another user must not get: he could type into it, and read what is typed. Nothing
     * if we have none.
     */
    private int openTerminal() throws OsException {
        try {
            return descriptors.open(
                    "/dev/tty", OpenFlags.READ_WRITE | OpenFlags.NON_BLOCKING | OpenFlags.NO_CONTROLLING_TERMINAL, 0);
        } catch (OsException e) {
            if (e.errno().isWantOfDescriptors()) {
                throw e;
            }
            return NONE;
        }
    }

    /** Null if the child stays who we are: the same user needs no privileges, and keeps our groups. */
    private @Nullable ProcessUser changeOfUser(@Nullable ProcessUser user) {
        return user == null || user.uid() == libc.getuid() ? null : user;
    }

    private static int groupsSize(@Nullable ProcessUser user) {
        return user == null ? 0 : Integer.BYTES * user.groups().size() + Long.BYTES;
    }

    /** Its write end is none of the child's first descriptors, which get replaced. */
    private Pipe execPipe(String path, int firstFree) throws OsException {
        Pipe pipe = descriptors.pipe();
        if (pipe.writeEnd() >= firstFree) {
            return pipe;
        }
        int moved = libc.fcntl(pipe.writeEnd(), F_DUPFD_CLOEXEC, firstFree);
        descriptors.close(pipe.writeEnd());
        if (moved < 0) {
            descriptors.close(pipe.readEnd());
            throw Errors.exception(moved, "create a pipe to spawn", path);
        }
        return new Pipe(pipe.readEnd(), moved);
    }

    private void fill(
            SyscallTable table, SpawnRequest request, SpawnText text, @Nullable ProcessUser user, Pipe pipe, int end) {
        SpawnRequest.Extra extra = request.extra();
        int[] sources = extra == null
                ? new int[] {request.stdin(), request.stdout(), request.stderr()}
                : new int[] {request.stdin(), request.stdout(), request.stderr(), extra.source()};
        int[] moved = table.standardDescriptors(sources, pipe.writeEnd());
        if (kernel.hasCloseRange()) {
            table.closeOthersOnExec();
        } else {
            table.closeOthersOnExec(FIRST_FREE, end);
        }
        if (extra != null) {
            table.extraDescriptor(moved[FIRST_FREE], extra.target());
        }
        table.limits(childLimits);
        if (user != null) {
            table.user(user);
        }
        byte[] directory = text.directory;
        if (directory != null) {
            table.directory(directory);
        }
        if (request.umask().isPresent()) {
            table.umask(request.umask().getAsInt());
        }
        table.unblockSignals();
        beforeExec(table);
        table.exec(text);
    }

    /** For tests: more rows. */
    void beforeExec(SyscallTable table) {}

    /** Waits until all copies of the pipe's other end are closed, and closes this one. */
    void awaitExec(int descriptor) {
        int result;
        do {
            result = libc.read(descriptor, scratch);
        } while (result == -Errno.EINTR);
        descriptors.close(descriptor);
    }

    synchronized void forget(PosixPendingExec exec) {
        if (!inFlight.remove(exec)) {
            throw new IllegalStateException("this exec was finished before");
        }
    }
}
