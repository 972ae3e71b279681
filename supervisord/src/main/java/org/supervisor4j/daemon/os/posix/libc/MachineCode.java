package org.supervisor4j.daemon.os.posix.libc;

import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;

/**
 * The few instructions that cannot be Java: position-independent code, to be entered at its first byte. It stands here
 * as hexadecimal text, made from the assembler sources in {@code src/main/native}; a test assembles these and compares.
 * (In a class and not in a resource, because to open the first resource takes the JVM some 8 ms at its start.)
 *
 * <p>Installed code stays for the life of the JVM.
 */
public enum MachineCode {
    /** Clones, and walks a {@code SyscallTable} in the child. */
    SPAWN("""
            53 41 54 41 55 41 56 49 89 fc 48 89 f3 49 89 d6
            49 89 cd b8 0e 00 00 00 bf 02 00 00 00 49 8d 75
            10 49 8d 55 18 41 ba 08 00 00 00 0f 05 b8 38 00
            00 00 4c 89 f7 48 89 de 31 d2 45 31 d2 45 31 c0
            0f 05 48 85 c0 74 26 48 89 c3 b8 0e 00 00 00 bf
            02 00 00 00 49 8d 75 18 31 d2 41 ba 08 00 00 00
            0f 05 48 89 d8 41 5e 41 5d 41 5c 5b c3 31 db 49
            8b 04 24 49 8b 7c 24 08 49 8b 74 24 10 49 8b 54
            24 18 4d 8b 54 24 20 4d 8b 44 24 28 4d 8b 4c 24
            30 0f 05 48 3d 01 f0 ff ff 72 08 49 83 7c 24 38
            00 74 09 49 83 c4 40 48 ff c3 eb c3 49 89 45 00
            49 89 5d 08 b8 e7 00 00 00 bf 7f 00 00 00 0f 05
            """, """
            f3 53 be a9 f5 5b 01 a9 f3 03 00 aa f6 03 01 aa
            f5 03 02 aa f4 03 03 aa e8 10 80 d2 40 00 80 d2
            81 42 00 91 82 62 00 91 03 01 80 d2 01 00 00 d4
            88 1b 80 d2 e0 03 15 aa e1 03 16 aa 02 00 80 d2
            03 00 80 d2 04 00 80 d2 01 00 00 d4 80 01 00 b4
            f5 03 00 aa e8 10 80 d2 40 00 80 d2 81 62 00 91
            02 00 80 d2 03 01 80 d2 01 00 00 d4 e0 03 15 aa
            f5 5b 41 a9 f3 53 c2 a8 c0 03 5f d6 15 00 80 d2
            68 02 40 f9 60 86 40 a9 62 8e 41 a9 64 96 42 a9
            01 00 00 d4 1f fc 3f b1 63 00 00 54 66 1e 40 f9
            86 00 00 b4 73 02 01 91 b5 06 00 91 f5 ff ff 17
            80 56 00 a9 c8 0b 80 d2 e0 0f 80 d2 01 00 00 d4
            """),

    /** A signal handler that adds one to an eventfd; its last eight bytes are to be overwritten with an address. */
    ON_SIGNAL("""
            89 ff 48 8b 05 1f 00 00 00 8b 3c b8 48 8d 35 0d
            00 00 00 ba 08 00 00 00 b8 01 00 00 00 0f 05 c3
            01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
            """, """
            42 01 00 58 40 58 60 b8 c1 00 00 10 02 01 80 d2
            08 08 80 d2 01 00 00 d4 c0 03 5f d6 1f 20 03 d5
            01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
            """);

    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS = 0x20;

    private final String x86;
    private final String aarch64;

    MachineCode(String x86, String aarch64) {
        this.x86 = x86;
        this.aarch64 = aarch64;
    }

    public byte[] bytes(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> parse(x86);
            case AARCH64 -> parse(aarch64);
        };
    }

    /** Two digits and a blank or line break for each byte. */
    private static byte[] parse(String text) {
        byte[] bytes = new byte[text.length() / 3];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(text, 3 * i, 3 * i + 2, 16);
        }
        return bytes;
    }

    /**
     * Makes code callable. Its pages are never writable and executable at the same time; and turning them executable by
     * mprotect is what makes Linux synchronise the instruction cache on aarch64.
     *
     * @return its address
     */
    public static long install(LibC libc, byte[] code) throws UnsupportedPlatformException {
        long address = libc.mmap(code.length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);
        if (address < 0) {
            throw refused("map", code.length, (int) -address);
        }
        libc.view(address, code.length).put(code);
        int result = libc.mprotect(address, code.length, PROT_READ | PROT_EXEC);
        if (result < 0) {
            libc.munmap(address, code.length);
            throw refused("make executable", code.length, -result);
        }
        return address;
    }

    private static UnsupportedPlatformException refused(String operation, int size, int error) {
        Errno errno = Errors.errno(error);
        return new UnsupportedPlatformException("cannot " + operation + " " + size + " bytes of memory: " + errno.name()
                + " (" + errno.text() + "); supervisord starts programs with a few machine instructions of its own, so"
                + " allow it executable memory, which every JVM needs as well (SELinux: the execmem permission)");
    }
}
