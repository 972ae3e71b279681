package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what a {@link NumberedWriter} wrote, through all the files that it went to, and holds every byte against what
 * must stand at its place.
 */
final class NumberedRuns {
    private static final int HEAD = NumberedWriter.ID_LENGTH + 2;

    private final int blockSize;
    private final byte[] block;
    /** How many holes may be there: each clear makes one at most. */
    private int holesLeft;

    private final Map<String, Long> lengths = new LinkedHashMap<>();
    private String run = "";
    private long place;

    /** @param clears how often the log was cleared while it was written */
    NumberedRuns(int blockSize, int clears) {
        this.blockSize = blockSize;
        this.block = NumberedWriter.block(blockSize);
        this.holesLeft = clears;
    }

    /** Reads the files, oldest first. */
    void read(List<Path> files) throws IOException {
        for (Path file : files) {
            read(file, Files.readAllBytes(file));
        }
        endRun();
    }

    private void read(Path file, byte[] bytes) {
        int index = 0;
        while (index < bytes.length) {
            if (bytes[index] == NumberedWriter.BEGIN && index + HEAD <= bytes.length) {
                endRun();
                run = new String(bytes, index + 1, NumberedWriter.ID_LENGTH, StandardCharsets.US_ASCII);
                place = HEAD;
                index += HEAD;
            } else {
                index = readOn(file, bytes, index);
            }
        }
    }

    /** Up to the end of the block, of the file, or to where something else begins. */
    private int readOn(Path file, byte[] bytes, int index) {
        if (run.isEmpty()) {
            return afterHole(file, bytes, index);
        }
        int inBlock = (int) ((place - HEAD) % blockSize);
        NumberedWriter.number(block, (place - HEAD) / blockSize);
        int count = Math.min(blockSize - inBlock, bytes.length - index);
        int different = Arrays.mismatch(bytes, index, index + count, block, inBlock, inBlock + count);
        if (different < 0) {
            place += count;
            return index + count;
        }
        place += different;
        boolean isNewRun = bytes[index + different] == NumberedWriter.BEGIN;
        return isNewRun ? index + different : afterHole(file, bytes, index + different);
    }

    /** What a clear took is gone; behind it the same run goes on, or another one. */
    private int afterHole(Path file, byte[] bytes, int index) {
        if (holesLeft == 0) {
            int end = Math.min(bytes.length, index + 60);
            return fail(
                    "%s, byte %d: expected byte %d of run %s, found %s",
                    file, index, place, run, new String(bytes, index, end - index, StandardCharsets.ISO_8859_1));
        }
        holesLeft--;
        for (int at = index; at < bytes.length; at++) {
            if (bytes[at] == NumberedWriter.BEGIN) {
                return at;
            }
            long number = NumberedWriter.numberAt(bytes, at);
            if (number >= 0) {
                goOnFrom(HEAD + number * blockSize, "the one in " + file + " at byte " + at);
                return at;
            }
        }
        return bytes.length;
    }

    /** Where it is not as far on as before, that is another run, of which the clear took the beginning. */
    private void goOnFrom(long there, String nameless) {
        if (there < place) {
            endRun();
        }
        run = run.isEmpty() ? nameless : run;
        place = there;
    }

    private void endRun() {
        if (!run.isEmpty()) {
            assertThat(lengths.put(run, place)).as("run %s begins twice", run).isNull();
            run = "";
        }
    }

    /** How many bytes of each run there are. */
    Map<String, Long> lengths() {
        return lengths;
    }
}
