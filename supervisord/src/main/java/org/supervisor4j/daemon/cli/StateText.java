package org.supervisor4j.daemon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.process.ChildRecords.Started;

/**
 * What a state file says, as text and read from it. Pure.
 *
 * <p>A line is a record: words, and a checksum of them as the last one. The first names the version, the kernel's
 * present run and the daemon; then one line for each child that came, and for each that ended. A line without its
 * checksum was cut off as the machine or the daemon fell, and counts as not written. ASCII only.
 */
final class StateText {
    private static final String BEGIN = "supervisor4j-state";
    private static final String VERSION = "1";
    private static final String SPAWNED = "spawned";
    private static final String ENDED = "ended";

    private StateText() {}

    /**
     * Who wrote it.
     *
     * @param boot the kernel's name for the time since it was started
     * @param seen when that was its pid, as {@code Host.ticks}
     */
    record Daemon(String boot, int pid, long seen) {}

    /** @param seen when that was its pid, as {@code Host.ticks} */
    record Child(int pid, long seen, Started started) {}

    /** @param children those that have not ended, in the order in which they came */
    record Content(Daemon daemon, List<Child> children) {
        Content {
            children = List.copyOf(children);
        }
    }

    static String of(Content content) {
        Daemon daemon = content.daemon();
        StringBuilder text =
                new StringBuilder(line(BEGIN, VERSION, daemon.boot(), number(daemon.pid()), number(daemon.seen())));
        content.children().forEach(child -> text.append(spawned(child)));
        return text.toString();
    }

    static String spawned(Child child) {
        return line(
                SPAWNED,
                number(child.pid()),
                number(child.seen()),
                child.started().name(),
                child.started().file());
    }

    static String ended(Child child) {
        return line(ENDED, number(child.pid()), number(child.seen()));
    }

    private static String number(long number) {
        return Long.toString(number);
    }

    private static String line(String... words) {
        List<String> encoded = new ArrayList<>();
        for (String word : words) {
            encoded.add(URLEncoder.encode(word, UTF_8));
        }
        String record = String.join(" ", encoded);
        return record + " " + checksum(record) + "\n";
    }

    private static String checksum(String record) {
        CRC32 checksum = new CRC32();
        checksum.update(record.getBytes(UTF_8));
        return Long.toHexString(checksum.getValue());
    }

    /** Reads it; empty unless its first record is that of this version. Never throws, whatever the text is. */
    static Optional<Content> read(String text) {
        Daemon daemon = null;
        Map<Integer, Child> children = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            List<String> record = record(line);
            if (record.isEmpty()) {
                continue;
            }
            try {
                if (daemon == null) {
                    daemon = daemon(record);
                    if (daemon == null) {
                        return Optional.empty();
                    }
                } else {
                    follow(record, children);
                }
            } catch (NumberFormatException nobodyWroteThat) {
                // As if it had been cut off.
            }
        }
        return daemon == null ? Optional.empty() : Optional.of(new Content(daemon, List.copyOf(children.values())));
    }

    private static @Nullable Daemon daemon(List<String> record) {
        return record.size() == 5
                        && record.get(0).equals(BEGIN)
                        && record.get(1).equals(VERSION)
                ? new Daemon(record.get(2), Integer.parseInt(record.get(3)), Long.parseLong(record.get(4)))
                : null;
    }

    private static void follow(List<String> record, Map<Integer, Child> children) {
        if (record.size() < 3) {
            return;
        }
        int pid = Integer.parseInt(record.get(1));
        long seen = Long.parseLong(record.get(2));
        if (record.get(0).equals(SPAWNED) && record.size() == 5) {
            // The last one counts, and comes last.
            children.remove(pid);
            children.put(pid, new Child(pid, seen, new Started(record.get(3), record.get(4))));
        } else if (record.get(0).equals(ENDED)) {
            Child ended = children.get(pid);
            if (ended != null && ended.seen() == seen) {
                children.remove(pid);
            }
        }
    }

    /** The words of a line; none if it is not whole. */
    private static List<String> record(String line) {
        int end = line.lastIndexOf(' ');
        if (end < 0 || !checksum(line.substring(0, end)).equals(line.substring(end + 1))) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        try {
            for (String word : line.substring(0, end).split(" ", -1)) {
                words.add(URLDecoder.decode(word, UTF_8));
            }
        } catch (IllegalArgumentException nobodyWroteThat) {
            return List.of();
        }
        return words;
    }
}
