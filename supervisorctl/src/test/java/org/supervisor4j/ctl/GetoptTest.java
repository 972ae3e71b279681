package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GetoptTest {
    @Test
    void optionsEndAtTheFirstWordThatIsNone() throws UsageException {
        Getopt getopt = Getopt.parse(List.of("-i", "status", "-x", "--nonsense"));

        assertThat(getopt.options()).extracting(Getopt.Given::option).containsExactly(CtlOption.INTERACTIVE);
        assertThat(getopt.arguments()).containsExactly("status", "-x", "--nonsense");
    }

    @Test
    void aDoubleDashEndsOptionsAndDisappearsButASingleOneIsAWord() throws UsageException {
        assertThat(Getopt.parse(List.of("--", "-x")).arguments()).containsExactly("-x");
        assertThat(Getopt.parse(List.of("-", "-x")).arguments()).containsExactly("-", "-x");
    }

    @Test
    void lettersBundleAndTakeTheRestOrTheNextWordAsValue() throws UsageException {
        assertThat(Getopt.parse(List.of("-iufred", "-s", "-u")).options())
                .containsExactly(
                        new Getopt.Given(CtlOption.INTERACTIVE, "-i", ""),
                        new Getopt.Given(CtlOption.USERNAME, "-u", "fred"),
                        new Getopt.Given(CtlOption.SERVERURL, "-s", "-u"));
    }

    @Test
    void longNamesMayBeShortenedAndHaveTheirValueBehindAnEqualsSign() throws UsageException {
        assertThat(Getopt.parse(List.of("--server=a=b", "--conf", "f", "--inter"))
                        .options())
                .containsExactly(
                        new Getopt.Given(CtlOption.SERVERURL, "--serverurl", "a=b"),
                        new Getopt.Given(CtlOption.CONFIGURATION, "--configuration", "f"),
                        new Getopt.Given(CtlOption.INTERACTIVE, "--interactive", ""));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("-x", "option -x not recognized"),
                Arguments.of("-ix", "option -x not recognized"),
                Arguments.of("-c", "option -c requires argument"),
                Arguments.of("--configuration", "option --configuration requires argument"),
                Arguments.of("--foo", "option --foo not recognized"),
                Arguments.of("--h", "option --h not a unique prefix"),
                Arguments.of("--history-file", "option --history-file not recognized"),
                Arguments.of("--help=yes", "option --help must not have an argument"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void complaintsAreGetopts(String word, String message) {
        assertThatThrownBy(() -> Getopt.parse(List.of(word)))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }
}
