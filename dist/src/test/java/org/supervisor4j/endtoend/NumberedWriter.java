package org.supervisor4j.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program that writes without end, in bursts of a megabyte as fast as it can, each byte of its output told by its
 * place in it, and counts in a file what it has written. A run begins with {@link #BEGIN} and its id; then come
 * numbered blocks. It may be killed at any time: what it had written is known up to one block.
 */
final class NumberedWriter {
    /** Nowhere but at the beginning of a run. */
    static final byte BEGIN = 1;

    /** The length of a run's id, which {@link #BEGIN} stands before and a line end behind. */
    static final int ID_LENGTH = 20;

    private static final int NUMBER_LENGTH = 16;
    private static final String FILLER = "abcdefghijklmnopqrstuvwxyz-0123456789";
    private static final int COUNT_OFFSET = 8;

    private static final String SCRIPT = """
            import mmap, os, struct, sys, time

            size, folder, burst = int(sys.argv[1]), sys.argv[2], 1024 * 1024
            filler = ('abcdefghijklmnopqrstuvwxyz-0123456789' * (size // 37 + 1))[:size - 17].encode() + b'\\n'
            run = '%020d' % time.time_ns()
            with open(os.path.join(folder, run), 'w+b') as file:
                file.truncate(16)
                counter = mmap.mmap(file.fileno(), 16)
            struct.pack_into('<q', counter, 0, os.getpid())

            def write(data):
                total = 0
                while total < len(data):
                    total += os.write(1, data[total:])
                return total

            done = write(b'\\1' + run.encode() + b'\\n')
            number = 0
            while True:
                struct.pack_into('<q', counter, 8, done)
                done += write(b'%015d\\n' % number + filler)
                number += 1
                if done // burst > (done - size) // burst:
                    time.sleep(0.2)
            """;

    private NumberedWriter() {}

    static void install(Sandbox sandbox) {
        sandbox.write("writer.py", SCRIPT);
    }

    /**
     * The command of a program.
     *
     * @param blockSize bytes, more than 20
     * @param counters a folder, relative to the sandbox, that no other program counts in
     */
    static String command(Sandbox sandbox, int blockSize, String counters) {
        return "python3 -S -E " + sandbox.path("writer.py") + " " + blockSize + " " + sandbox.mkdirs(counters);
    }

    /** What a run has counted: {@code atLeast} bytes were written, and maybe a block more. */
    record Count(long pid, long atLeast) {}

    /** The runs that counted in a folder, by their ids. */
    static Map<String, Count> counts(Path counters) {
        try (Stream<Path> files = Files.list(counters)) {
            Map<String, Count> counts = new HashMap<>();
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                if (bytes.length > COUNT_OFFSET) {
                    ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                    counts.put(
                            file.getFileName().toString(),
                            new Count(numbers.getLong(0), numbers.getLong(COUNT_OFFSET)));
                }
            }
            return counts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands at the places of a block that do not tell its number. */
    static byte[] block(int size) {
        byte[] block = new byte[size];
        for (int i = NUMBER_LENGTH; i < size - 1; i++) {
            block[i] = (byte) FILLER.charAt((i - NUMBER_LENGTH) % FILLER.length());
        }
        block[size - 1] = '\n';
        return block;
    }

    /** Writes a number into the block. */
    static void number(byte[] block, long number) {
        byte[] digits = "%015d\n".formatted(number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, block, 0, NUMBER_LENGTH);
    }

    /** The number that a block's beginning tells; -1 if it is no block's beginning. */
    static long numberAt(byte[] bytes, int index) {
        if (index + NUMBER_LENGTH > bytes.length || bytes[index + NUMBER_LENGTH - 1] != '\n') {
            return -1;
        }
        byte[] digits = Arrays.copyOfRange(bytes, index, index + NUMBER_LENGTH - 1);
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                return -1;
            }
        }
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }
}
