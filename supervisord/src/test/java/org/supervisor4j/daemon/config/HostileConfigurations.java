package org.supervisor4j.daemon.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Files that nobody would write who means well, and files that chance made. */
final class HostileConfigurations {
    private static final int MEGABYTE = 1 << 20;
    private static final String MAIN = "s.conf";
    private static final String DAEMON = "[supervisord]\n";

    /** What mutations put into a file. */
    private static final List<String> TOKENS = List.of(
            "\0",
            "\r",
            "\n",
            "\n ",
            "\n\t\t",
            "[",
            "]",
            "=",
            ":",
            ";",
            " #",
            "%",
            "%(",
            "%%",
            "%(here)s",
            "%(ENV_X)99999s",
            "%(process_num)09999d",
            "%(process_num).9999f",
            "%*d",
            "%s",
            "'",
            "\"",
            "\\",
            "99999999999999999999",
            "-1",
            "\ufeff",
            "\ud83d\ude00",
            "\u2028",
            "\u0085",
            "numprocs=10000\n",
            "process_name=%(process_num)d\n",
            "[DEFAULT]\n",
            "[program:%(here)s]\n",
            "[include]\nfiles=*\n",
            "environment=A=\"",
            "[group:g]\nprograms=a,a\n");

    private final Random random;
    private final byte[] sample;

    /** @param sample a real configuration to start from */
    HostileConfigurations(long seed, byte[] sample) {
        this.random = new Random(seed);
        this.sample = sample;
    }

    /**
     * Files by name, {@code s.conf} the main one.
     *
     * @param name what is bad about them
     */
    record Hostile(String name, Map<String, byte[]> files) {}

    /** Files that are made when they are wanted: all together take more memory than there is. */
    record Idea(String name, Supplier<Map<String, byte[]>> files) {}

    private static Idea of(String name, Supplier<String> main) {
        return new Idea(name, () -> Map.of(MAIN, bytes(main.get())));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String lines(int count, String format) {
        return IntStream.range(0, count)
                .mapToObj(i -> format.replace("#", Integer.toString(i)))
                .collect(Collectors.joining());
    }

    /** One of each idea, as large as it may be. */
    static List<Idea> ideas() {
        List<Idea> all = new ArrayList<>();
        all.addAll(lineShapes());
        all.addAll(formats());
        all.addAll(multipliers());
        all.addAll(manyFiles());
        return all;
    }

    private static List<Idea> lineShapes() {
        return List.of(
                of("nothing", () -> ""),
                of("zeros", () -> "\0".repeat(3 * MEGABYTE)),
                of("one line", () -> "x".repeat(4 * MEGABYTE)),
                of("one long key", () -> DAEMON + "k".repeat(4 * MEGABYTE - 20) + "=1"),
                of("one long value", () -> DAEMON + "identifier=" + "é".repeat(2 * MEGABYTE - 20)),
                of(
                        "values of the greatest length",
                        () -> DAEMON + lines(4, "k#=" + "\u20ac".repeat(MEGABYTE / 3 - 4) + "\n")),
                of("one long header", () -> "[" + "x".repeat(MEGABYTE - 4) + "]\n" + DAEMON),
                of("brackets", () -> "[".repeat(2 * MEGABYTE) + "]".repeat(2 * MEGABYTE - 1)),
                of("short lines", () -> "a\n".repeat(2 * MEGABYTE)),
                of("empty lines", () -> "\n".repeat(4 * MEGABYTE)),
                of("bad lines in a section", () -> DAEMON + "a\n".repeat(2 * MEGABYTE - 10)),
                of("bad lines of wide characters", () -> DAEMON + "\ud83d\ude00\n".repeat(800_000)),
                of("carriage returns", () -> DAEMON + "\r".repeat(4 * MEGABYTE - 20)),
                of("a value of short lines", () -> DAEMON + "identifier=1\n" + " x\n".repeat(MEGABYTE)),
                of("a value of empty lines", () -> DAEMON + "identifier=1\n" + "\n".repeat(3 * MEGABYTE)),
                of("short keys", () -> DAEMON + lines(149_000, "k#=\n")),
                of("short sections", () -> DAEMON + lines(149_000, "[#]\n")),
                of("sections that are nearly known", () -> DAEMON + lines(100_000, "[programm:#]\n")),
                of("keys that are nearly known", () -> DAEMON + lines(140_000, "logfil#=1\n")),
                of("comment marks", () -> DAEMON + "identifier=" + "a;a#".repeat(MEGABYTE / 4 - 10)),
                of(
                        "comment marks behind blanks",
                        () -> DAEMON + ("identifier=" + " ;#".repeat(1000) + "\n").repeat(1000)));
    }

    private static List<Idea> formats() {
        String program = DAEMON + "[program:a]\ncommand=";
        return List.of(
                of("open names", () -> program + "%(".repeat(MEGABYTE / 2 - 20)),
                of(
                        "names in one another",
                        () -> program + "%" + "(".repeat(MEGABYTE / 2 - 20) + ")".repeat(MEGABYTE / 2 - 20)),
                of("percent signs", () -> program + "%".repeat(MEGABYTE - 20)),
                of("doubled and stray", () -> program + "%% %q ".repeat(MEGABYTE / 8)),
                of("wide fields", () -> program + "%(program_name)9999s".repeat(50_000)),
                of("the widest that is allowed", () -> program + "%(program_name)10000s".repeat(104)),
                of("long numbers", () -> program + "%(process_num)09999d".repeat(104)),
                of("long fractions", () -> program + "%(process_num).9999f".repeat(104)),
                of("long exponents", () -> program + "%(process_num).9999e".repeat(104)),
                of("flags", () -> program + "%(process_num)" + "#0- +".repeat(MEGABYTE / 8) + "d"),
                of("stars", () -> program + "%(process_num)*d".repeat(50_000)),
                of("the whole mapping", () -> program + "%s".repeat(1000)),
                of(
                        "a name that nobody has, among many",
                        () -> DAEMON + "environment=" + lines(30_000, "V#=,") + "\n"
                                + lines(20_000, "[program:p#]\ncommand=%(nope)s\n")),
                of(
                        "many logs, each twice",
                        () -> DAEMON + lines(20_000, "[program:p#]\ncommand=c\nstdout_logfile=%%(nope)s%%%%\n")));
    }

    /** Short files that ask for very much. */
    private static List<Idea> multipliers() {
        String many = "[program:a]\ncommand=c\nnumprocs=10000\nprocess_name=%(process_num)d\n";
        String big = "x".repeat(MEGABYTE - 100);
        return List.of(
                of("ten thousand processes with large variables", () -> DAEMON + many + "environment=A=" + big),
                of(
                        "ten thousand processes with many variables",
                        () -> DAEMON + many + "environment=" + lines(60_000, "V#=1,")),
                of("variables named by numbers", () -> DAEMON + many + "environment=V%(process_num)d=1"),
                of(
                        "large variables for all",
                        () -> DAEMON + "environment=A=" + big + "\n" + many + "environment=B=\"%(ENV_A)s\""),
                of("many variables for all", () -> DAEMON + "environment=" + lines(60_000, "V#=1,") + "\n" + many),
                of(
                        "wide commands",
                        () -> DAEMON + many.replace("command=c", "command=%(process_num)09999d".repeat(20))),
                of("a hundred times ten thousand", () -> DAEMON + lines(100, many.replace(":a]", ":a#]"))),
                of(
                        "a program listed again and again",
                        () -> DAEMON + many + "[group:g]\nprograms=" + "a,".repeat(400_000)),
                of(
                        "an empty program, listed again and again",
                        () -> DAEMON
                                + many.replace("10000", "0")
                                + lines(6, "[group:g#]\nprograms=" + "a,".repeat(300_000) + "\n")),
                of("programs that nobody knows", () -> DAEMON + "[group:g]\nprograms=" + lines(130_000, "p#,")),
                of(
                        "events that nobody knows",
                        () -> DAEMON + "[eventlistener:l]\ncommand=c\nevents=" + lines(130_000, "e#,")),
                of("exit codes", () -> DAEMON + many + "exitcodes=" + "0,".repeat(500_000) + "0"),
                of(
                        "defaults for many sections",
                        () -> "[DEFAULT]\n" + lines(70_000, "d#=1\n") + DAEMON + lines(70_000, "[program:#]\n")),
                of(
                        "large defaults for many sections",
                        () -> "[DEFAULT]\ncommand=" + big + "\nexitcodes=" + "0,".repeat(500_000) + "0\n" + DAEMON
                                + lines(70_000, "[program:#]\n")),
                of(
                        "bad defaults for many sections",
                        () -> "[DEFAULT]\ncommand=" + big + "%(nope)s\n" + DAEMON + lines(70_000, "[program:#]\n")),
                of("words in a command", () -> DAEMON + "[program:a]\ncommand=" + "a ".repeat(MEGABYTE / 2 - 10)),
                of("quotes", () -> DAEMON + "[program:a]\ncommand=c\nenvironment=" + "A=\"\",".repeat(170_000)),
                of("digits", () -> DAEMON + "[program:a]\ncommand=c\nstartsecs=" + "9".repeat(MEGABYTE - 20)),
                of("octal digits", () -> DAEMON + "umask=" + "7".repeat(MEGABYTE - 20)),
                of("servers", () -> DAEMON + lines(70_000, "[inet_http_server#]\nport=%(ENV_HOME)s\n")),
                of("options of a plug-in", () -> DAEMON + "[rpcinterface:x]\n" + lines(140_000, "o#=%(nope)s\n")));
    }

    private static List<Idea> manyFiles() {
        return List.of(
                new Idea("files that include one another", HostileConfigurations::loop),
                new Idea("a deep folder in many values", HostileConfigurations::deepFolder),
                new Idea("a folder that contains its own placeholder", HostileConfigurations::itself),
                new Idea("defaults that come again and again", HostileConfigurations::defaults),
                new Idea("many large files", HostileConfigurations::largeFiles),
                of("patterns that match nothing", () -> DAEMON + "[include]\nfiles=" + "/n/* ".repeat(200_000)));
    }

    private static Map<String, byte[]> loop() {
        return Map.of(
                MAIN,
                bytes(DAEMON + "[include]\nfiles=s.conf /srv/s.conf /inc/* " + "/inc/a ".repeat(20_000)),
                "/inc/a",
                bytes("[include]\nfiles=/inc/* s.conf\n[program:a]\ncommand=%(here)s\n"),
                "/inc/b",
                bytes("[include]\nfiles=/inc/a\n"));
    }

    private static Map<String, byte[]> deepFolder() {
        String deep = "/" + "d/".repeat(2000);
        return Map.of(
                MAIN,
                bytes(DAEMON + "[include]\nfiles=" + deep + "*\n"),
                deep + "a",
                bytes("[x]\n" + lines(100_000, "k#=%(here)s%(here)s\n")));
    }

    private static Map<String, byte[]> itself() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(MAIN, bytes(DAEMON + "identifier=%(here)s\n[include]\nfiles=/%(here)s%(here)s/*\n"));
        IntStream.range(0, 100).forEach(i -> files.put("/%(here)s%(here)s/" + i, bytes("")));
        return files;
    }

    private static Map<String, byte[]> defaults() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(MAIN, bytes(DAEMON + "[include]\nfiles=/inc/*\n" + lines(10_000, "[program:#]\n")));
        IntStream.range(0, 5000).forEach(i -> files.put("/inc/" + i, bytes("[DEFAULT]\nx=%(here)s\n")));
        return files;
    }

    private static Map<String, byte[]> largeFiles() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(MAIN, bytes(DAEMON + "[include]\nfiles=/inc/*\n"));
        byte[] file = bytes("[x]\n" + lines(4, "k#=" + "\u20ac".repeat(MEGABYTE / 3 - 5) + "\n"));
        IntStream.range(0, 1000).forEach(i -> files.put("/inc/" + i, file));
        return files;
    }

    /** Bytes at random, or a real configuration with a few things done to it. */
    Hostile next(int number) {
        if (random.nextInt(4) == 0) {
            byte[] noise = new byte[random.nextInt(1 << (4 + random.nextInt(14)))];
            random.nextBytes(noise);
            return new Hostile("noise " + number, Map.of(MAIN, noise));
        }
        String text = new String(sample, StandardCharsets.ISO_8859_1);
        if (random.nextBoolean()) {
            // Everything switched on, but for what this small world does not have.
            text = text.replaceAll("(?m)^;(?=[\\[a-z])", "")
                    .replaceAll("(?m)^.*(chrism|nogroup|/a/path|progname1).*$", "");
        }
        for (int i = random.nextInt(20); i >= 0; i--) {
            text = mutated(text);
        }
        return new Hostile("mutation " + number, Map.of(MAIN, text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private String mutated(String text) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(40));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, end) + text.substring(at);
            case 2 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(end);
            case 3 -> text.substring(0, at) + text.substring(at, end).repeat(random.nextInt(200)) + text.substring(end);
            default -> {
                byte[] token = bytes(TOKENS.get(random.nextInt(TOKENS.size())));
                yield text.substring(0, at) + new String(token, StandardCharsets.ISO_8859_1) + text.substring(at);
            }
        };
    }

    /** The sample that the distribution has. */
    static byte[] sample() throws java.io.IOException {
        return Files.readAllBytes(Path.of("..", "dist", "src", "main", "dist", "sample", "supervisord.conf"));
    }
}
