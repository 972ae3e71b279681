package org.supervisor4j.daemon.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.ShellWords;

class ValueTypeTest {
    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments(ValueType.INTEGER, " 1_000 ", 1000),
                arguments(ValueType.INTEGER, "010", 10),
                arguments(ValueType.INTEGER, "-5", -5),
                arguments(ValueType.INTEGER, "99999999999999", Integer.MAX_VALUE),
                arguments(ValueType.BOOLEAN, "YES", true),
                arguments(ValueType.BOOLEAN, "off", false),
                arguments(ValueType.BYTE_SIZE, "1 KB", 1024L),
                arguments(ValueType.BYTE_SIZE, "50mb", 52428800L),
                arguments(ValueType.BYTE_SIZE, "2GB", 2147483648L),
                arguments(ValueType.BYTE_SIZE, "0", 0L),
                arguments(ValueType.OCTAL, "022", 18),
                arguments(ValueType.OCTAL, "0o22", 18),
                arguments(ValueType.SIGNAL, " usr1 ", 10),
                arguments(ValueType.SIGNAL, "SIGKILL", 9),
                arguments(ValueType.SIGNAL, "0", 0),
                arguments(ValueType.SIGNAL, "64", 64),
                arguments(ValueType.EXIT_CODES, "0, 2", List.of(0, 2)),
                arguments(ValueType.EXIT_CODES, "", List.of()),
                arguments(ValueType.LIST, " a , b", List.of("a", "b")),
                arguments(ValueType.LIST, "a,", List.of("a", "")),
                arguments(ValueType.LIST, "", List.of()),
                arguments(ValueType.NAME, " cat ", "cat"),
                arguments(ValueType.NAME, "", ""),
                arguments(ValueType.NAME, "a\tb", "a\tb"),
                arguments(ValueType.INET_ADDRESS, "9001", new ServerAddress("", 9001)),
                arguments(ValueType.INET_ADDRESS, "*:9001", new ServerAddress("", 9001)),
                arguments(ValueType.INET_ADDRESS, ":9001", new ServerAddress("", 9001)),
                arguments(ValueType.INET_ADDRESS, "Host:1", new ServerAddress("host", 1)),
                arguments(ValueType.INET_ADDRESS, "::1:80", new ServerAddress("::1", 80)),
                arguments(ValueType.INET_ADDRESS, "[::1]:80", new ServerAddress("[::1]", 80)),
                arguments(ValueType.INET_ADDRESS, "[2001:DB8::]:80", new ServerAddress("[2001:db8::]", 80)),
                arguments(ValueType.INET_ADDRESS, "[fe80::1%eth7]:80", new ServerAddress("[fe80::1%eth7]", 80)));
    }

    @ParameterizedTest(name = "<{1}>")
    @MethodSource("accepted")
    void accepts(ValueType<?> type, String text, Object value) throws InvalidValueException {
        assertThat((Object) type.parse(text)).isEqualTo(value);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(ValueType.INTEGER, "", "invalid literal for int() with base 10: ''"),
                arguments(ValueType.INTEGER, "1__0", "invalid literal for int() with base 10: '1__0'"),
                arguments(ValueType.BOOLEAN, "", "not a valid boolean value: ''"),
                arguments(ValueType.BOOLEAN, "it's", "not a valid boolean value: \"it's\""),
                arguments(ValueType.BYTE_SIZE, "5XB", "invalid literal for int() with base 10: '5xb'"),
                arguments(ValueType.BYTE_SIZE, "1.5MB", "invalid literal for int() with base 10: '1.5'"),
                arguments(ValueType.BYTE_SIZE, "KB", "invalid literal for int() with base 10: ''"),
                arguments(ValueType.OCTAL, "0x1", "0x1 can not be converted to an octal type"),
                arguments(ValueType.SIGNAL, "FOO", "value 'FOO' is not a valid signal name"),
                arguments(ValueType.SIGNAL, "65", "value '65' is not a valid signal number"),
                arguments(ValueType.SIGNAL, "35", "value '35' is not a valid signal number"),
                arguments(ValueType.SIGNAL, "-1", "value '-1' is not a valid signal number"),
                arguments(ValueType.EXIT_CODES, "256", "not a valid list of exit codes: '256'"),
                arguments(ValueType.EXIT_CODES, "0,", "not a valid list of exit codes: '0,'"),
                arguments(ValueType.NAME, " x/y z", "Invalid name: ' x/y z' because of character: ' '"),
                arguments(ValueType.NAME, "a/b:c", "Invalid name: 'a/b:c' because of character: ':'"),
                arguments(ValueType.INET_ADDRESS, "foo", "not a valid port number: 'foo' "),
                arguments(ValueType.INET_ADDRESS, "foo:", "no port number specified in ''"),
                arguments(ValueType.INET_ADDRESS, "foo:bar", "invalid literal for int() with base 10: 'bar'"),
                arguments(ValueType.INET_ADDRESS, "foo:70000", "70000 is above upper bound (65535)"),
                arguments(ValueType.INET_ADDRESS, "foo:0", "0 is below lower bound (1)"),
                arguments(ValueType.INET_ADDRESS, "[::1]", "invalid literal for int() with base 10: '1]'"),
                arguments(ValueType.INET_ADDRESS, "[127.0.0.1]:80", "'[127.0.0.1]' is no IPv6 address in brackets"),
                arguments(ValueType.INET_ADDRESS, "[host]:80", "'[host]' is no IPv6 address in brackets"),
                arguments(ValueType.INET_ADDRESS, "[::1:80", "'[::1' is no IPv6 address in brackets"),
                arguments(ValueType.INET_ADDRESS, "::1]:80", "'::1]' is no IPv6 address in brackets"),
                arguments(ValueType.INET_ADDRESS, "[]:80", "'[]' is no IPv6 address in brackets"));
    }

    @ParameterizedTest(name = "<{1}>: {2}")
    @MethodSource("refused")
    void refuses(ValueType<?> type, String text, String message) {
        assertThatThrownBy(() -> type.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(message);
    }

    @Test
    void veryLongNumbersAreRefusedAsPythonDoes() {
        assertThatThrownBy(() -> ValueType.INTEGER.parse("1".repeat(4301)))
                .hasMessage("Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; use"
                        + " sys.set_int_max_str_digits() to increase the limit");
    }

    static Stream<Arguments> environments() {
        return Stream.of(
                arguments("A=1,B=2", Map.of("A", "1", "B", "2")),
                arguments("A=1,", Map.of("A", "1")),
                arguments("A=1;B=2", Map.of("A", "1", "B", "2")),
                arguments("A=\"a,b c\"", Map.of("A", "a,b c")),
                arguments("A='x'", Map.of("A", "x")),
                arguments("A=\"\"", Map.of("A", "")),
                arguments("A=a\\,b", Map.of("A", "a,b")),
                arguments("A=\"a\\\"b\"", Map.of("A", "a\"b")),
                arguments("A=\"a\\nb\"", Map.of("A", "a\\nb")),
                arguments("A=\"a\"b", Map.of("A", "ab")),
                arguments("A=a*", Map.of("A", "a")),
                arguments("A=$x", Map.of("A", "$")),
                arguments("A=~/x", Map.of("A", "~")),
                arguments("A=a#b,B=2", Map.of("A", "a")),
                arguments("A=http://x:80/?q=1", Map.of("A", "http://x:80/", "q", "1")),
                arguments("A=1,A=2", Map.of("A", "2")),
                arguments("A=1,\nB=2", Map.of("A", "1", "B", "2")),
                arguments("A==1", Map.of("A", "=")),
                arguments("\"A B\"=1", Map.of("A B", "1")),
                arguments("A=ünï", Map.of("A", "ünï")),
                arguments("", Map.of()));
    }

    @ParameterizedTest(name = "<{0}>")
    @MethodSource("environments")
    void environment(String text, Map<String, String> expected) throws InvalidValueException {
        assertThat(ValueType.KEY_VALUES.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "<{0}>")
    @MethodSource("badEnvironments")
    void badEnvironment(String text, String message) {
        assertThatThrownBy(() -> ValueType.KEY_VALUES.parse(text)).hasMessage(message);
    }

    static Stream<Arguments> badEnvironments() {
        return Stream.concat(
                Stream.of("A=1,,B=2", ",A=1", "A=1 B=2", "A=", "A", "A=a=b", "A=a@b")
                        .map(text -> arguments(text, "Unexpected end of key/value pairs in value '" + text + "'")),
                Stream.of(arguments("A=it's", "No closing quotation"), arguments("A=1\\", "No escaped character")));
    }

    @ParameterizedTest(name = "<{0}>")
    @MethodSource("commands")
    void command(String text, List<String> words) throws InvalidValueException {
        assertThat(ShellWords.split(text)).isEqualTo(words);
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                arguments("/bin/cat -n", List.of("/bin/cat", "-n")),
                arguments("sh -c 'a b' \"c d\"", List.of("sh", "-c", "a b", "c d")),
                arguments("a\n  b\tc", List.of("a", "b", "c")),
                arguments("a#b # c", List.of("a#b", "#", "c")),
                arguments("a '' b\\ c", List.of("a", "", "b c")),
                arguments("\"$x\" ~ *", List.of("$x", "~", "*")),
                arguments("  ", List.of()));
    }

    @Test
    void aCommandThatIsNotFinishedIsRefused() {
        assertThatThrownBy(() -> ShellWords.split("a 'b")).hasMessage("No closing quotation");
        assertThatThrownBy(() -> ShellWords.split("a \\")).hasMessage("No escaped character");
        assertThatThrownBy(() -> ShellWords.split("a \"b\\")).hasMessage("No escaped character");
    }
}
