package org.supervisor4j.daemon.health.pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.ini.InvalidValueException;

class LinePatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "ready ~ it is ready now",
                "^ready$ ~ ready",
                "Listening on .*:\\d+ ~ Listening on 127.0.0.1:8080",
                "(?i)STARTED ~ has Started",
                "[^ ]+@[a-z]{2,5}\\. ~ root@host.example",
                "a(b|cd)*e ~ xabcdbe",
                "\\bup\\b ~ is up",
                "caf\u00e9 ~ le caf\u00e9",
                "\\x41\\u0042 ~ AB",
                "[]a-]+$ ~ x]-a",
                "(?<name>x)(?:y)? ~ x",
                "^\\[\\w+\\]\\s ~ [info] x",
                "x{0} ~ y",
                "a{3} ~ baaa"
            })
    void findsWhatIsThere(String pattern, String text) throws InvalidValueException {
        assertThat(find(pattern, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "^ready ~ not ready",
                "\\bup\\b ~ startup",
                "a.c ~ ac",
                "[^a] ~ aaa",
                "a{3} ~ aabaa",
                "READY ~ ready",
                "\\D ~ 123",
                "x+y ~ xxx"
            })
    void findsNothingElse(String pattern, String text) throws InvalidValueException {
        assertThat(find(pattern, text)).isFalse();
    }

    private static boolean find(String pattern, String text) throws InvalidValueException {
        LineSearch search = LinePattern.parse(pattern).search();
        return search.feed(text.getBytes(UTF_8)) || search.end();
    }

    @Test
    void aMatchMayComeInPiecesOfOneByte() throws InvalidValueException {
        LineSearch search = LinePattern.parse("gr\u00fc\u00dfe$").search();
        for (byte one : "viele gr\u00fc\u00dfe".getBytes(UTF_8)) {
            assertThat(search.feed(new byte[] {one})).isFalse();
        }

        assertThat(search.feed("\r\n".getBytes(UTF_8))).isTrue();
    }

    @Test
    void whatNeedsNoEndOfTheLineIsFoundBeforeItComes() throws InvalidValueException {
        assertThat(LinePattern.parse("login:").search().feed("login:".getBytes(UTF_8)))
                .isTrue();
    }

    @Test
    void noMatchGoesFromOneLineToTheNext() throws InvalidValueException {
        assertThat(find("a\\s*b", "a\nb")).isFalse();
        assertThat(find("^b$", "a\nb\nc")).isTrue();
        assertThat(find("[^x]c", "a\nc")).isFalse();
    }

    @Test
    void bytesThatAreNoTextAreNoneOfAnything() throws InvalidValueException {
        LineSearch search = LinePattern.parse("a.b").search();

        assertThat(search.feed(new byte[] {'a', (byte) 0xff, 'b'})).isTrue();
        assertThat(LinePattern.parse("ab").search().feed(new byte[] {'a', (byte) 0xc3, 'b'}))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a(b ~ a ( without its ), at column 2",
                "ab) ~ a ) without its (, at column 3",
                "a[b ~ a [ without its ], at column 2",
                "*a ~ nothing to repeat, at column 1",
                "a** ~ nothing to repeat, at column 3",
                "a++ ~ possessive repetition, at column 3",
                "(a)\\1 ~ a reference to a group, at column 4",
                "a(?=b) ~ (? other than (?:...), (?<name>...) and, at the beginning, (?i), at column 2",
                "a\\q ~ \\q, which is not known, at column 2",
                "a{2 ~ { begins no {2}, {2,} or {2,5}; for the character itself write \\{, at column 2",
                "a{9999} ~ more than 1000 repetitions, at column 2",
                "[z-a] ~ a range that ends before it begins, at column 2",
                "x\\ ~ a backslash at the end, at column 2"
            })
    void saysWhatIsWrongAndWhere(String pattern, String what) {
        assertThatThrownBy(() -> LinePattern.parse(pattern))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageEndingWith(what);
    }

    @Test
    void tooLargeAPatternIsRefusedAtOnce() {
        assertThatThrownBy(() -> LinePattern.parse("((a{1000}){1000}){1000}"))
                .hasMessageContaining("more than 2000 places");
        assertThat(catchThrowable(() -> LinePattern.parse("(((((){1000}){1000}){1000}){1000}){1000}")))
                .isNull();
        assertThatThrownBy(() -> LinePattern.parse("(".repeat(100_000))).hasMessageContaining("groups in each other");
    }

    /** What takes an engine that tries again and again longer than the world will last. */
    @Test
    @Timeout(20)
    void noTextMakesItSlow() throws InvalidValueException {
        byte[] text = "a".repeat(100_000).getBytes(UTF_8);

        for (String pattern : List.of("(a*)*b", "(a|aa)+b", "(a?){200}a{200}b", "(.*)(.*)(.*)(.*)b$")) {
            LineSearch search = LinePattern.parse(pattern).search();
            assertTimeout(
                    Duration.ofSeconds(15), () -> assertThat(search.feed(text)).isFalse());
        }
    }

    /**
     * The JDK's engine says the same of patterns and lines by chance (but of borders that are repeated, where it errs).
     */
    @Test
    void agreesWithAnotherEngine() throws InvalidValueException {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            String pattern = pattern(random, 3);
            String text = text(random);
            boolean expected =
                    Pattern.compile(pattern, Pattern.MULTILINE).matcher(text).find();

            assertThat(find(pattern, text)).as("%s in %s", pattern, text).isEqualTo(expected);
        }
    }

    private static String pattern(Random random, int depth) {
        StringBuilder pattern = new StringBuilder();
        for (int parts = random.nextInt(4); parts >= 0; parts--) {
            int kind = random.nextInt(depth > 0 ? 9 : 6);
            switch (kind) {
                case 0, 1, 2 -> pattern.append((char) ('a' + random.nextInt(3)));
                case 3 -> pattern.append('.');
                case 4 -> pattern.append("[^b]");
                case 5 -> pattern.append("\\w");
                case 6 -> pattern.append('(').append(pattern(random, depth - 1)).append(')');
                case 7 ->
                    pattern.append("(?:")
                            .append(pattern(random, depth - 1))
                            .append('|')
                            .append(pattern(random, depth - 1))
                            .append(')');
                default ->
                    pattern.append('(').append(pattern(random, depth - 1)).append("){0,2}");
            }
            pattern.append(List.of("", "", "*", "+", "?", "{2}").get(kind == 8 ? 0 : random.nextInt(6)));
        }
        return pattern.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(4)));
        }
        return text.toString();
    }
}
