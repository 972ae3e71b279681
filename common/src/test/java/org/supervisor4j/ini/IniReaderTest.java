package org.supervisor4j.ini;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IniReaderTest {
    private final IniReader reader = new IniReader();

    static Stream<Arguments> values() {
        return Stream.of(
                row("blanks around key and value go", "k  =  v  ", "v"),
                row("a colon is a delimiter too", "k:v", "v"),
                row("the first delimiter splits", "k:sub=1", "sub=1"),
                row("a doubled delimiter stays", "k==1", "=1"),
                row("keys are lower-cased", "K=1", "1"),
                row("an empty value is a value", "k=", ""),
                row("quotes stay", "k=\"v\"", "\"v\""),
                row("the last duplicate wins", "k=1\nk=2", "2"),
                row("a duplicate replaces continuation lines too", "k=1\n  2\nk=3", "3"),
                row("a deeper line continues", "k=1\n  2\n\t3", "1\n2\n3"),
                row("a line of equal depth does not", "  k=1\n  j=2", "1"),
                row("a deeper header is text", "k=1\n [b]\n y=2", "1\n[b]\ny=2"),
                row("an empty line inside a value stays", "k=1\n\n  2", "1\n\n2"),
                row("empty lines behind a value go", "k=1\n\n\nj=2", "1"),
                row("an empty first line stays", "k=\n  1", "\n1"),
                row("a comment line inside a value leaves no trace", "k=1\n# c\n  ; d\n  2", "1\n2"),
                row("a semicolon behind a blank starts a comment", "k=a ;b", "a"),
                row("a hash behind a tab starts a comment", "k=a\t#b", "a"),
                row("marks inside a word stay", "k=a;b#c", "a;b#c"),
                row("quotes do not protect from comments", "k=sh -c \"a ; b\"", "sh -c \"a"),
                row("comment marks are looked at in rounds", "k=a;b ;c #d", "a;b ;c"),
                row("a continuation line may end in a comment", "k=1\n  2 ; c", "1\n2"),
                row("rem is no comment", "k=1\nrem=2", "1"),
                row("carriage returns end lines", "k=1\r\n  2\rj=3", "1\n2"),
                row("backslashes are ordinary", "k=a\\", "a\\"),
                row("no-break spaces are trimmed", "k=\u00a0v\u00a0", "v"),
                row("control characters are not", "k=\u0001v\u0001", "\u0001v\u0001"));
    }

    private static Arguments row(String behaviour, String text, String expected) {
        return Arguments.of(behaviour, text, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void value(String behaviour, String text, String expected) throws ConfigException {
        read("[a]\n" + text);

        assertThat(valueOf("a", "k").text()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void header(String text, String expected) throws ConfigException {
        read(text);

        assertThat(reader.document().all()).extracting(IniSection::name).containsExactly(expected);
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("[b]junk", "b"),
                Arguments.of("[a]b]", "a]b"),
                Arguments.of("[ a ]", " a "),
                Arguments.of("  [a]", "a"),
                Arguments.of("[a] ; x", "a"),
                Arguments.of("[]]", "]"),
                Arguments.of("[default]", "default"),
                Arguments.of("[a\\b]", "a\\b"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusal(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(ConfigException.class).hasMessage(message);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("foo=bar\n", "File contains no section headers.\nfile: 'x.conf', line: 1\n'foo=bar\\n'"),
                Arguments.of("\ufeff[a]", "File contains no section headers.\nfile: 'x.conf', line: 1\n'\\ufeff[a]'"),
                Arguments.of("[a]\nfoo\n", "Source contains parsing errors: 'x.conf'\n\t[line  2]: 'foo\\n'"),
                Arguments.of("[a]\n=1", "Source contains parsing errors: 'x.conf'\n\t[line  2]: '=1'"),
                Arguments.of(
                        "[a]\nfoo\nb=1\n[program\nit's\n",
                        "Source contains parsing errors: 'x.conf'\n\t[line  2]: 'foo\\n'\n\t[line  4]: '[program\\n'"
                                + "\n\t[line  5]: \"it's\\n\""));
    }

    @Test
    void unclosedHeaderWithAColonIsAKey() throws ConfigException {
        read("[a]\n[program:x");

        assertThat(valueOf("a", "[program").text()).isEqualTo("x");
    }

    @Test
    void everyValueKnowsItsLine() throws ConfigException {
        read("\n[a]\n; c\nk=1\n  2\nj=3");

        assertThat(valueOf("a", "k").position()).hasToString("x.conf:4");
        assertThat(valueOf("a", "j").position()).hasToString("x.conf:6");
    }

    @Test
    void aParseErrorKnowsItsLine() {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read("[a]\n\nfoo"));

        assertThat(refused.problems().get(0).position()).hasToString("x.conf:3");
    }

    @Test
    void sectionsOfTheSameNameAreMergedInTheirFirstPlace() throws ConfigException {
        read("[a]\nk=1\nl=1\n[b]\n[a]\nk=2");

        assertThat(reader.document().sections().keySet()).containsExactly("a", "b");
        assertThat(valueOf("a", "k").text()).isEqualTo("2");
        assertThat(valueOf("a", "l").text()).isEqualTo("1");
    }

    @Test
    void defaultsAreInEverySectionBehindItsOwnKeys() throws ConfigException {
        read("[a]\nk=1\n[DEFAULT]\nd=2\nk=3\n[b]");

        assertThat(section("a").keys()).containsExactly("k", "d");
        assertThat(valueOf("a", "k").text()).isEqualTo("1");
        assertThat(valueOf("b", "k").text()).isEqualTo("3");
        assertThat(reader.document().section("DEFAULT")).isNull();
    }

    @Test
    void anIncludedFileIsRememberedByTheSectionsThatItCreates() throws ConfigException {
        read("[a]");
        reader.readIncluded(bytes("[a]\nk=1\n[b]\nk=1"), "b.conf");

        assertThat(section("a").includedFrom()).isNull();
        assertThat(section("b").includedFrom()).isEqualTo("b.conf");
    }

    @Test
    void hereIsTheDirectoryOfTheFileThatSaidIt() throws ConfigException {
        read("[a]\nk=%(here)s/1\n[DEFAULT]\nd=%(here)s");
        reader.replaceHere("/main");
        reader.readIncluded(bytes("[a]\nj=%(here)s/2\n[b]\nk=%(here)s"), "inc/b.conf");
        reader.replaceHere("/inc");

        assertThat(valueOf("a", "k").text()).isEqualTo("/main/1");
        assertThat(valueOf("a", "j").text()).isEqualTo("/inc/2");
        assertThat(valueOf("a", "d").text()).isEqualTo("/main");
        assertThat(valueOf("b", "d").text()).isEqualTo("/inc");
    }

    @Test
    void aDirectoryThatContainsItsOwnPlaceholderCannotFillTheMemory() throws ConfigException {
        read("[a]\nk=%(here)s");

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 64; i++) {
                        reader.replaceHere("/%(here)s/%(here)s");
                    }
                })
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "the configuration is too large: more than 1048576 characters in a value with its %(here)s");
    }

    @Test
    void manyShortPlaceholdersCannotFillTheMemoryEither() throws ConfigException {
        read("[a]\n"
                + IntStream.range(0, 4000)
                        .mapToObj(i -> "k" + i + "=%(here)s\n")
                        .collect(joining()));

        assertThatThrownBy(() -> reader.replaceHere("/" + "d".repeat(4000)))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("characters in all values with their %(here)s");
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                Arguments.of("bytes in a file", "[a]\n" + ";x\n".repeat(Limits.FILE / 3)),
                Arguments.of("characters in a value", "[a]\nk=" + "x".repeat(Limits.VALUE)),
                Arguments.of("characters in a value", "[a]\nk=" + "\n x".repeat(Limits.VALUE / 2)),
                Arguments.of("keys (a section counts as 4)", "[a]\n" + "k=\n".repeat(Limits.KEYS)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooLarge")
    void whatIsTooLargeIsRefused(String what, String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("the configuration is too large: more than ")
                .hasMessageEndingWith(" " + what);
    }

    @Test
    void manyFilesAreLimitedTogether() throws ConfigException {
        byte[] file = bytes("[a]\n" + ";x\n".repeat(Limits.FILE / 3 - 2));
        reader.read(file, "s.conf");
        reader.readIncluded(file, "t.conf");

        assertThatThrownBy(() -> reader.readIncluded(file, "u.conf")).hasMessageEndingWith("bytes in all files");
    }

    @Test
    void aReaderThatNotesMistakesGoesOnBehindThem() throws ConfigException {
        Problems problems = new Problems();
        IniReader noting = IniReader.noting(problems);

        noting.read(bytes("early=1\n[a]\nk=1\nbad\n=2\nl=3\n"), "s.conf");

        assertThat(noting.document().section("a"))
                .extracting(section -> section.keys().stream().toList())
                .isEqualTo(List.of("k", "l"));
        assertThat(problems.found())
                .extracting(problem -> problem.position() + " " + problem.message())
                .containsExactly(
                        "s.conf:1 text before the first [section]: 'early=1'",
                        "s.conf:4 neither a [section] nor a key with '=' or ':': 'bad'",
                        "s.conf:5 no key before the delimiter: '=2'");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBytes")
    void undecodable(String expected, byte[] bytes) {
        assertThatThrownBy(() -> reader.read(bytes, "x.conf"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("'utf-8' codec can't decode " + expected);
    }

    static Stream<Arguments> badBytes() {
        return Stream.of(
                Arguments.of("byte 0xe9 in position 6: invalid continuation byte", latin("[a]\nk=\u00e9=")),
                Arguments.of("byte 0xff in position 0: invalid start byte", latin("\u00ff")),
                Arguments.of("bytes in position 4-5: invalid continuation byte", latin("[a]\n\u00e2\u0082x")),
                Arguments.of("bytes in position 0-1: unexpected end of data", latin("[a]\n\u00e2\u0082")));
    }

    @Test
    void badBytesOfAnIncludedFileNameItAndTheirLine() {
        assertThatThrownBy(() -> reader.readIncluded(latin("[a]\r\nk=1\r\n\rl=\u00e9\n"), "/etc/x.conf"))
                .isInstanceOfSatisfying(ConfigException.class, bad -> assertThat(bad.problems())
                        .extracting(Problem::position)
                        .containsExactly(new SourcePosition("/etc/x.conf", 4)))
                .hasMessage("'utf-8' codec can't decode byte 0xe9 in position 13: invalid continuation byte"
                        + " (file: '/etc/x.conf', line: 4)");
    }

    @Test
    void aBadByteBeyondTheFirstPieceIsCountedFromItsPiece() {
        byte[] bytes = new byte[8192 + 3];
        Arrays.fill(bytes, (byte) '\n');
        bytes[8194] = (byte) 0xff;

        assertThatThrownBy(() -> reader.read(bytes, "x.conf")).hasMessageContaining("0xff in position 2:");
    }

    private void read(String text) throws ConfigException {
        reader.read(bytes(text), "x.conf");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private IniSection section(String name) throws ConfigException {
        return Objects.requireNonNull(reader.document().section(name));
    }

    private IniValue valueOf(String section, String key) throws ConfigException {
        return Objects.requireNonNull(section(section).value(key));
    }
}
