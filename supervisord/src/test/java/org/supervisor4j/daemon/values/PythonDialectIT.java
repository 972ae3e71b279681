package org.supervisor4j.daemon.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniReader;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonNumber;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.ini.ShellWords;

/**
 * Compares our reading of generated texts with that of the Python original, which must be installed (Debian's package
 * {@code supervisor}). All texts of a test go through one Python process. The seed is fixed: a failure repeats.
 */
@Tag("process")
class PythonDialectIT {
    private static final HexFormat HEX = HexFormat.of();
    /** Bytes and seconds of the processor: whatever a text asks for, and even if this test is killed. */
    private static final List<String> CAPPED_PYTHON =
            List.of("/usr/bin/prlimit", "--as=1000000000", "--cpu=60", "/usr/bin/python3");
    /** In a format a width that Python would fill with gigabytes of blanks. */
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{4}");

    private static final List<String> LINES = List.of(
            "[a]",
            "[b]",
            "[a] ; x",
            " [ a ]",
            "[DEFAULT]",
            "[default]",
            "[b]junk",
            "[a]b]",
            "[]",
            "[]]",
            "[program:x",
            "[c",
            "  [deep]",
            "x=1",
            "x = 2 ; c",
            "y:sub=1",
            "y : 3",
            "a==1",
            "=1",
            "  =2",
            ":",
            "foo",
            " bar",
            "X=Y Z",
            "key with space = v",
            "k=",
            "k = ",
            "  more",
            "\tmore # c",
            "    deeper",
            " x=5",
            "# comment",
            " ; comment",
            ";",
            "",
            " ",
            "\t",
            "k=a;b ;c #d",
            "k=a#b;c #d ;e",
            "k=a ;b",
            "k=;x",
            "k=#x",
            "k=sh -c \"a ; b\"",
            "k=%(here)s/x",
            "h=%(here)s%(here)s",
            "\u00a0nb=1",
            "nb\u00a0=\u00a01",
            "\u0001c=\u0001",
            "k=\u000bv\u000b",
            "a\\:b=1",
            "a\\=b",
            "\\=3",
            "k=v\\",
            "k\\",
            "k=\ue000\ue100",
            "é=Ü",
            "İX=1",
            "k=a\u2028b",
            "  \u2003",
            "\u2003indented",
            "[x\\y]",
            "[\u0001]",
            "<x>=1",
            "[DEFAULT]\nd=%(here)s",
            "rem x",
            "k='q'",
            "\ufeff[a]",
            "k=\ud83d\ude00 ; c",
            "  k=2\r",
            "\r");
    private static final List<String> FORMAT = List.of(
            "%",
            "%%",
            "(n)",
            "(big)",
            "(neg)",
            "(name)",
            "(c)",
            "(here)",
            "(nope)",
            "(",
            ")",
            "s",
            "d",
            "i",
            "u",
            "x",
            "X",
            "o",
            "e",
            "E",
            "f",
            "F",
            "g",
            "G",
            "c",
            "r",
            "a",
            "0",
            "5",
            "12",
            ".",
            ".3",
            "-",
            "+",
            " ",
            "#",
            "*",
            "l",
            "h",
            "H",
            "é",
            "text",
            "\ud83d\ude00",
            "%(n)d",
            "%(n)03d",
            "%(name)s",
            "%(name)10.2s",
            "%s");
    private static final List<String> SHELL = List.of(
            "A",
            "b1",
            "=",
            ",",
            ";",
            "'",
            "\"",
            "\\",
            "#",
            "\n",
            " ",
            "\t",
            "\r",
            "é",
            "×",
            "ÿ",
            "@",
            "$x",
            "/p",
            "a.b",
            "-",
            "+",
            "()",
            ":",
            "\"a b\"",
            "'x'",
            "\\\"",
            "\\\\",
            "\ud83d\ude00",
            "\u00a0",
            "~",
            "*");
    private static final List<String> VALUE = List.of(
            "",
            " ",
            "0",
            "1",
            "7",
            "8",
            "-",
            "+",
            "_",
            "12",
            "255",
            "256",
            "65536",
            "70000",
            "0o",
            "0O",
            "0x",
            "yes",
            "TRUE",
            "Off",
            "no",
            "kb",
            "MB",
            "gB",
            "b",
            "1.5",
            ",",
            "TERM",
            "sig",
            "SIG_",
            "DFL",
            "usr1",
            "rtmin",
            "hup",
            "a",
            "/",
            ":",
            "*",
            "localhost",
            "é",
            "'",
            "\"",
            "\u0661",
            "\u00b2",
            "\u00a0",
            "99999999999999999999",
            "\u0000");

    private final Random random = new Random(20240229);

    private final Path folder;

    PythonDialectIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void filesAreReadAlike() throws Exception {
        List<byte[]> texts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            texts.add(("[a]\n" + some(LINES, "\n", 10)).getBytes(StandardCharsets.UTF_8));
            texts.add((some(LINES, "\n", 3) + "\n").getBytes(StandardCharsets.UTF_8));
            texts.add(("[a]\n" + some(LINES, "\n", 5) + "\n<<<file>>>[z]\n" + some(LINES, "\n", 5) + "\n<<<file>>>[b]\n"
                            + some(LINES, "\n", 5))
                    .getBytes(StandardCharsets.UTF_8));
            texts.add(withBadByte(("[a]\n" + some(LINES, "\n", 4)).getBytes(StandardCharsets.UTF_8)));
        }
        for (int size : new int[] {8190, 8191, 8192, 8193, 16384, 20000}) {
            for (int lines = 0; lines < 5; lines++) {
                String filler = ("x=" + "é".repeat(lines * 31 + 1) + "\n")
                        .repeat(size / 3)
                        .substring(0, size);
                texts.add(withBadByte(("[a]\n" + filler).getBytes(StandardCharsets.UTF_8)));
                texts.add(withBadByte(("x" + filler).getBytes(StandardCharsets.UTF_8)));
                texts.add(("[a]\n" + filler + "\r").getBytes(StandardCharsets.UTF_8));
            }
        }

        compare("ini", texts, bytes -> ours(() -> read(bytes)));
    }

    @Test
    void formatsAreExpandedAlike() throws Exception {
        Expansion names = Expansion.ofEnvironment(java.util.Map.of("HOME", "/root"))
                .with("here", "/etc")
                .with("name", "it's é")
                .with("c", "z")
                .with("n", BigInteger.valueOf(7))
                .with("big", BigInteger.valueOf(123456789))
                .with("neg", BigInteger.valueOf(-42));
        List<byte[]> texts = texts(FORMAT, 1500, 7, "");
        texts.addAll(texts(FORMAT, 1500, 7, "%(n)"));
        texts.addAll(texts(FORMAT, 500, 5, "%(big)"));
        texts.addAll(texts(FORMAT, 500, 5, "%(neg)"));
        texts.removeIf(bytes -> LONG_NUMBER.matcher(utf8(bytes)).find());

        compare("expand", texts, bytes -> ours(() -> names.apply(utf8(bytes), "label")));
    }

    @Test
    void wordsAreSplitAlike() throws Exception {
        compare("split", texts(SHELL, 1500, 8, ""), bytes -> ours(() -> PythonRepr.of(ShellWords.split(utf8(bytes)))));
        compare(
                "tokens",
                texts(SHELL, 1500, 8, ""),
                bytes -> ours(() -> PythonRepr.of(ShellWords.tokens(utf8(bytes)))));
    }

    @Test
    void valuesAreConvertedAlike() throws Exception {
        List<Request> requests = new ArrayList<>();
        for (String kind :
                List.of("integer", "boolean", "octal", "bytes", "signal", "exitcodes", "list", "name", "inet")) {
            texts(VALUE, 700, 3, "").forEach(bytes -> requests.add(new Request(kind, bytes)));
        }

        compare(requests, request -> ours(() -> convert(request.kind(), utf8(request.bytes()))));
    }

    private static String convert(String kind, String text) throws InvalidValueException {
        return switch (kind) {
            // A number that int cannot hold is cut on our side, so compare before that.
            case "integer" -> PythonNumber.decimal(text).toString();
            case "boolean" -> ValueType.BOOLEAN.parse(text) ? "True" : "False";
            case "octal" -> PythonNumber.octal(text).toString();
            case "bytes" -> bytes(text);
            case "signal" -> ValueType.SIGNAL.parse(text).toString();
            case "exitcodes" -> ValueType.EXIT_CODES.parse(text).toString();
            case "list" -> PythonRepr.of(ValueType.LIST.parse(text));
            case "name" -> PythonRepr.of(ValueType.NAME.parse(text));
            case "inet" -> {
                ServerAddress address = ValueType.INET_ADDRESS.parse(text);
                yield address.host() + " " + address.port();
            }
            default -> throw new AssertionError(kind);
        };
    }

    private static String bytes(String text) throws InvalidValueException {
        long bytes = ValueType.BYTE_SIZE.parse(text);
        // The fragments hold one number beyond long: its product is cut on our side.
        return bytes == Long.MAX_VALUE || bytes == Long.MIN_VALUE ? "(cut)" : Long.toString(bytes);
    }

    private String read(byte[] bytes) throws ConfigException {
        IniReader reader = new IniReader();
        String[] parts = new String(bytes, StandardCharsets.ISO_8859_1).split("<<<file>>>", -1);
        for (int i = 0; i < parts.length; i++) {
            byte[] part = parts[i].getBytes(StandardCharsets.ISO_8859_1);
            if (i == 0) {
                reader.read(part, "f0.conf");
                reader.replaceHere("/main");
            } else {
                reader.readIncluded(part, "f" + i + ".conf");
                reader.replaceHere("/inc" + i);
            }
        }
        List<String> out = new ArrayList<>();
        for (IniSection section : reader.document().all()) {
            String from = section.includedFrom();
            out.add("[" + PythonRepr.of(section.name()) + "] " + (from == null ? "None" : from));
            section.values().forEach((key, value) -> out.add(PythonRepr.of(key) + "=" + PythonRepr.of(value.text())));
        }
        return String.join("\n", out);
    }

    private byte[] withBadByte(byte[] bytes) {
        byte[] bad = Arrays.copyOf(bytes, bytes.length);
        byte[] candidates = {
            (byte) 0xe9, (byte) 0xff, (byte) 0xc3, (byte) 0xed, (byte) 0xf0, (byte) 0xf4, (byte) 0xe2, (byte) 0x80
        };
        bad[random.nextInt(bad.length)] = candidates[random.nextInt(candidates.length)];
        return bad;
    }

    private List<byte[]> texts(List<String> fragments, int count, int longest, String start) {
        List<byte[]> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add((start + some(fragments, "", longest)).getBytes(StandardCharsets.UTF_8));
        }
        return texts;
    }

    private String some(List<String> fragments, String between, int longest) {
        List<String> chosen = new ArrayList<>();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            chosen.add(fragments.get(random.nextInt(fragments.size())));
        }
        return String.join(between, chosen);
    }

    private interface Reading {
        String read() throws Exception;
    }

    private static String ours(Reading reading) {
        try {
            return reading.read();
        } catch (ConfigException | InvalidValueException refused) {
            return "ERROR " + refused.getMessage();
        } catch (Exception unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What Python is asked: a text and as what to read it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Request(String kind, byte[] bytes) {}

    private void compare(String kind, List<byte[]> texts, Function<byte[], String> ours) throws Exception {
        compare(texts.stream().map(bytes -> new Request(kind, bytes)).toList(), request -> ours.apply(request.bytes()));
    }

    private void compare(List<Request> requests, Function<Request, String> ours) throws Exception {
        List<String> theirs = askPython(requests);

        List<String> differences = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            String own = ours.apply(requests.get(i));
            if (!own.equals(theirs.get(i)) && !own.equals("(cut)")) {
                differences.add(requests.get(i).kind() + " of "
                        + PythonRepr.of(utf8(requests.get(i).bytes())) + "\n  theirs: " + theirs.get(i) + "\n  ours:   "
                        + own);
            }
        }
        assertThat(differences).isEmpty();
    }

    private List<String> askPython(List<Request> asked) throws IOException, InterruptedException {
        Path script = folder.resolve("dialect.py");
        try (InputStream resource = getClass().getResourceAsStream("/values/dialect.py")) {
            Files.write(script, resource.readAllBytes());
        }
        Path requests = folder.resolve("requests");
        List<String> lines = asked.stream()
                .map(request -> request.kind() + " " + HEX.formatHex(request.bytes()))
                .toList();
        Files.write(requests, lines);
        Path answers = folder.resolve("answers");
        List<String> command = new ArrayList<>(CAPPED_PYTHON);
        command.addAll(List.of(script.toString(), folder.toString()));
        ProcessBuilder python = new ProcessBuilder(command)
                .redirectInput(requests.toFile())
                .redirectOutput(answers.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        python.environment().put("LC_ALL", "C.UTF-8");
        String reference = System.getProperty("reference.path");
        if (reference != null) {
            python.environment().put("PYTHONPATH", reference);
        }
        Process process = python.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        List<String> replies = Files.readAllLines(answers);
        assertThat(replies).hasSameSizeAs(lines);
        return replies.stream().map(reply -> utf8(HEX.parseHex(reply))).toList();
    }
}
