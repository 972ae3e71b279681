package org.supervisor4j.daemon.os.posix;

import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.MachineCode;

/**
 * The machine code that clones and walks a {@link SyscallTable} in the child ({@link MachineCode#SPAWN}). Any thread.
 */
final class SpawnStub {
    private static final long CLONE_VM = 0x100;
    private static final long SIGCHLD = 17;

    private final LibC libc;
    private final long code;

    private SpawnStub(LibC libc, long code) {
        this.libc = libc;
        this.code = code;
    }

    static SpawnStub install(LibC libc, Architecture architecture) throws UnsupportedPlatformException {
        return new SpawnStub(libc, MachineCode.install(libc, MachineCode.SPAWN.bytes(architecture)));
    }

    /**
     * Creates the child and returns at once.
     *
     * @param forkedChild whether the child gets a copy of our memory instead of sharing it until its exec
     * @return its pid, or a negated error number
     */
    int spawn(SyscallTable table, SpawnMemory memory, boolean forkedChild) {
        long flags = SIGCHLD | (forkedChild ? 0 : CLONE_VM);
        return (int) libc.call(code, table.write(), memory.stackTop(), flags, memory.statusAddress());
    }
}
