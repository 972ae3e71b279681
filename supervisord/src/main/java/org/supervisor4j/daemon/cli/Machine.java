package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a binary was made for, by the first 20 bytes of its ELF header.
 *
 * @param width 1 for 32 bits, 2 for 64
 * @param order of bytes; 1 if the low one comes first
 * @param number of the processor's kind
 */
record Machine(int width, int order, int number) {
    private static final String MAGIC = "\177ELF";
    private static final int NUMBER_AT = 18;
    private static final Path EMULATORS = Path.of("/proc/sys/fs/binfmt_misc");
    private static final String EMULATED = "magic 7f454c46";

    private static final Map<Integer, String> NAMES = Map.of(
            3,
            "i386",
            8,
            "MIPS",
            20,
            "PowerPC",
            21,
            "PowerPC 64",
            22,
            "S/390",
            40,
            "ARM",
            62,
            "x86-64",
            183,
            "AArch64",
            243,
            "RISC-V",
            258,
            "LoongArch");

    /** The 32 bits that a processor of 64 runs as well. */
    private static final Map<Integer, Integer> RUNS_TOO = Map.of(62, 3, 183, 40, 21, 20);

    /**
     * Null if it is no such binary.
     *
     * @param head the beginning of a file, each byte a character
     */
    static @Nullable Machine of(String head) {
        if (!head.startsWith(MAGIC) || head.length() < NUMBER_AT + 2) {
            return null;
        }
        int order = head.charAt(5);
        char first = head.charAt(NUMBER_AT);
        char second = head.charAt(NUMBER_AT + 1);
        return new Machine(head.charAt(4), order, order == 1 ? second << 8 | first : first << 8 | second);
    }

    boolean runs(Machine binary) {
        return order == binary.order
                && (number == binary.number || Integer.valueOf(binary.number).equals(RUNS_TOO.get(number)));
    }

    /** Whether the kernel hands binaries of some other machine to an emulator. */
    static boolean isEmulating() {
        try (DirectoryStream<Path> emulators = Files.newDirectoryStream(EMULATORS)) {
            for (Path emulator : emulators) {
                if (Files.isReadable(emulator) && Files.readString(emulator).contains(EMULATED)) {
                    return true;
                }
            }
        } catch (IOException unknown) {
            return false;
        }
        return false;
    }

    @Override
    public String toString() {
        return NAMES.getOrDefault(number, "number " + number);
    }
}
