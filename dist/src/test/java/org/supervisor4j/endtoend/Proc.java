package org.supervisor4j.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says of processes, in {@code /proc}. What has gone meanwhile reads as empty. */
final class Proc {
    private Proc() {}

    static Path of(long pid, String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }

    static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** What each of its descriptors leads to. */
    static List<String> descriptors(long pid) {
        return list(of(pid, "fd")).stream().map(Proc::target).toList();
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Those of any of its threads. */
    static List<Long> childrenOf(long pid) {
        return list(of(pid, "task")).stream()
                .flatMap(task -> Stream.of(read(task.resolve("children")).split(" ", -1)))
                .filter(word -> !word.isBlank())
                .map(Long::valueOf)
                .toList();
    }

    /** Whether it has ended and nobody has asked how. */
    static boolean isZombie(long pid) {
        return isInState(of(pid, "stat"), "Z");
    }

    private static boolean isInState(Path file, String letter) {
        String stat = read(file);
        return stat.startsWith(letter, stat.lastIndexOf(')') + 2);
    }

    /** Whether all its threads sleep, at each of three looks. */
    static boolean isAtRest(long pid) {
        for (int look = 0; look < 3; look++) {
            if (!list(of(pid, "task")).stream().allMatch(task -> isInState(task.resolve("stat"), "S"))) {
                return false;
            }
        }
        return true;
    }

    /** How much memory it has, in KiB. */
    static long residentKib(long pid) {
        return read(of(pid, "status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /** The same, but a page that several have counts by its share. */
    static long proportionalKib(long pid) {
        return read(of(pid, "smaps_rollup"))
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /** A variable of its environment as it was at its start; empty without. */
    static String variable(long pid, String name) {
        for (String entry : read(of(pid, "environ")).split("\0", -1)) {
            if (entry.startsWith(name + "=")) {
                return entry.substring(name.length() + 1);
            }
        }
        return "";
    }
}
