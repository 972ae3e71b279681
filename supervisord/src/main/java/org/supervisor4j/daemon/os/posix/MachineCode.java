package org.supervisor4j.daemon.os.posix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;

/**
 * The few instructions that cannot be Java: they are checked in as hexadecimal text, beside the assembler source that
 * they were made from (see {@code spawn-x86_64.S}). Installed code stays for the life of the JVM.
 */
final class MachineCode {
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS = 0x20;

    private MachineCode() {}

    /** The bytes of a piece of code: position-independent, to be entered at the first one. */
    static byte[] load(String name, Architecture architecture) {
        String resource = name + "-" + architecture.id + ".hex";
        try (InputStream text = MachineCode.class.getResourceAsStream(resource)) {
            if (text == null) {
                throw new AssertionError("the resource " + resource + " is missing");
            }
            String digits = new String(text.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes code callable. Its pages are never writable and executable at the same time; and turning them executable by
     * mprotect is what makes Linux synchronise the instruction cache on aarch64.
     *
     * @return its address
     */
    static long install(LibC libc, byte[] code) throws UnsupportedPlatformException {
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
