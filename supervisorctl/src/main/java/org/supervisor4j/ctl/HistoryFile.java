package org.supervisor4j.ctl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jline.reader.History;
import org.jspecify.annotations.Nullable;

/**
 * Typed lines, one a line, as GNU readline keeps them: the file of the original can go on being used. A file that
 * cannot be read is not written either.
 *
 * @param file null for none
 * @param lines that it had, at most {@value #MOST_LINES}
 * @param problem why it is not used, as the end of a sentence; empty for no reason
 */
record HistoryFile(@Nullable Path file, List<String> lines, String problem) {
    static final int MOST_LINES = 10_000;
    /** More than so many lines that a hand has typed. */
    private static final int MOST_BYTES = 4 << 20;

    /** @param path null for no file */
    static HistoryFile open(@Nullable String path, OwnPath own) {
        if (path == null) {
            return new HistoryFile(null, List.of(), "");
        }
        try {
            Path file = own.resolve(Path.of(path));
            return new HistoryFile(file, Files.exists(file) ? read(file) : List.of(), "");
        } catch (CharacterCodingException noText) {
            return new HistoryFile(null, List.of(), path + " is not UTF-8 text");
        } catch (FileSystemException unusable) {
            String reason = unusable.getReason();
            return new HistoryFile(
                    null,
                    List.of(),
                    unusable.getFile() + " " + (reason == null ? "cannot be read" + kind(unusable) : reason));
        } catch (IOException | InvalidPathException unusable) {
            return new HistoryFile(null, List.of(), path + " cannot be read: " + unusable.getMessage());
        }
    }

    private static String kind(FileSystemException unusable) {
        return " (" + unusable.getClass().getSimpleName().replace("Exception", "") + ")";
    }

    private static List<String> read(Path file) throws IOException {
        try (SeekableByteChannel channel =
                        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                InputStream in = Channels.newInputStream(channel)) {
            long start = Math.max(0, channel.size() - MOST_BYTES);
            channel.position(start);
            ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(MOST_BYTES));
            while (start > 0 && bytes.hasRemaining() && bytes.get() != '\n') {
                // the rest of a line
            }
            List<String> lines = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes)
                    .toString()
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
        }
    }

    /** Writes it anew; a new file is readable for its owner only. */
    void write(History history) {
        if (file == null) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (History.Entry entry : history) {
            text.append(entry.line()).append('\n');
        }
        try {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(
                    file,
                    text,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            // contract: Controller.exec_cmdloop ignores it too
        }
    }
}
