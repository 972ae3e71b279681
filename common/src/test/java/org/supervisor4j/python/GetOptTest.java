package org.supervisor4j.python;

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
import org.supervisor4j.python.GetOpt.Given;
import org.supervisor4j.python.GetOpt.Kind;

class GetOptTest {
    private static final Map<String, Kind> KNOWN = Map.ofEntries(
            Map.entry("-i", Kind.FLAG),
            Map.entry("--interactive", Kind.FLAG),
            Map.entry("-h", Kind.FLAG),
            Map.entry("--help", Kind.FLAG),
            Map.entry("--history_file", Kind.VALUE),
            Map.entry("-c", Kind.VALUE),
            Map.entry("--configuration", Kind.VALUE),
            Map.entry("-s", Kind.VALUE),
            Map.entry("--serverurl", Kind.VALUE),
            Map.entry("-u", Kind.VALUE),
            Map.entry("--check", Kind.FLAG_IN_FULL),
            Map.entry("--run", Kind.VALUE_IN_FULL),
            Map.entry("--childlogdir", Kind.VALUE));

    private static GetOpt parse(String... words) throws InvalidValueException {
        return GetOpt.parse(List.of(words), KNOWN);
    }

    @Test
    void optionsEndAtTheFirstWordThatIsNone() throws InvalidValueException {
        GetOpt line = parse("-i", "status", "-x", "--nonsense");

        assertThat(line.options()).containsExactly(new Given("-i", ""));
        assertThat(line.rest()).containsExactly("status", "-x", "--nonsense");
    }

    @Test
    void aDoubleDashEndsOptionsAndDisappearsButASingleOneIsAWord() throws InvalidValueException {
        assertThat(parse("--", "-x").rest()).containsExactly("-x");
        assertThat(parse("-", "-x").rest()).containsExactly("-", "-x");
    }

    @Test
    void lettersBundleAndTakeTheRestOrTheNextWordAsValue() throws InvalidValueException {
        assertThat(parse("-iufred", "-s", "-u").options())
                .containsExactly(new Given("-i", ""), new Given("-u", "fred"), new Given("-s", "-u"));
    }

    @Test
    void whatTheReferenceDoesNotHaveIsNotShortenedAndHasItsValueAsAllHave() throws InvalidValueException {
        assertThat(parse("--run", "a=b", "--run=c=d", "--run=", "status").options())
                .containsExactly(new Given("--run", "a=b"), new Given("--run", "c=d"), new Given("--run", ""));
        assertThatThrownBy(() -> parse("--ru", "a=b")).hasMessage("option --ru not recognized");
        assertThatThrownBy(() -> parse("--run")).hasMessage("option --run requires argument");
        assertThatThrownBy(() -> parse("--check=yes")).hasMessage("option --check must not have an argument");
    }

    @Test
    void longNamesMayBeShortenedAndHaveTheirValueBehindAnEqualsSign() throws InvalidValueException {
        assertThat(parse("--server=a=b", "--conf", "f", "--inter").options())
                .containsExactly(
                        new Given("--serverurl", "a=b"),
                        new Given("--configuration", "f"),
                        new Given("--interactive", ""));
    }

    @Test
    void whatOnlyWeHaveIsKnownByItsFullNameAndTakesNoAbbreviationFromOthers() throws InvalidValueException {
        assertThat(parse("--check", "--ch", "d").options())
                .containsExactly(new Given("--check", ""), new Given("--childlogdir", "d"));
        assertThatThrownBy(() -> parse("--che")).hasMessage("option --che not recognized");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("-x", "option -x not recognized"),
                arguments("-ix", "option -x not recognized"),
                arguments("-i=1", "option -= not recognized"),
                arguments("-c", "option -c requires argument"),
                arguments("--configuration", "option --configuration requires argument"),
                arguments("--foo", "option --foo not recognized"),
                arguments("--h", "option --h not a unique prefix"),
                arguments("--history-file", "option --history-file not recognized"),
                arguments("--help=yes", "option --help must not have an argument"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void complaintsAreGetopts(String word, String message) {
        assertThatThrownBy(() -> parse(word))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(message);
    }
}
