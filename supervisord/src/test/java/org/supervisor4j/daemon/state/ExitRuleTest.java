package org.supervisor4j.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.state.ExitRule.DaemonEnd;
import org.supervisor4j.daemon.state.ExitStatus.Exited;
import org.supervisor4j.daemon.state.ExitStatus.Killed;

class ExitRuleTest {
    private static final Essential ON_FAILURE = new Essential(Essential.Kind.FALSE, true, false);
    private static final Essential ON_SUCCESS = new Essential(Essential.Kind.FALSE, false, true);
    private static final ExitRule ALL_EXITED = new ExitRule(true, false);
    private static final ExitRule ANY_FATAL = new ExitRule(false, true);

    private static Essential essential(Essential.Kind kind) {
        return new Essential(kind, false, false);
    }

    private static Ending exited(Essential essential, int code) {
        return new Ending("web", essential, new Exited(code), code == 0, false);
    }

    private static Ending fatal(Essential essential, @Nullable ExitStatus last) {
        return new Ending("web", essential, last, false, true);
    }

    private static Optional<Integer> code(Ending ending) {
        return ExitRule.NONE.with(ending).map(DaemonEnd::code);
    }

    @ParameterizedTest(name = "{0}: exit 0 {1}, exit 3 {2}, FATAL {3}")
    @CsvSource({
        "FALSE, false, false, false, false, false",
        "TRUE, false, false, true, true, true",
        "FATAL, false, false, false, false, true",
        "FALSE, true, false, false, true, true",
        "FALSE, false, true, true, false, false",
        "FALSE, true, true, true, true, true",
    })
    void whatEndsTheDaemon(
            Essential.Kind kind, boolean onFailure, boolean onSuccess, boolean zero, boolean three, boolean fatal) {
        Essential essential = new Essential(kind, onFailure, onSuccess);

        assertThat(code(exited(essential, 0)).isPresent()).isEqualTo(zero);
        assertThat(code(exited(essential, 3)).isPresent()).isEqualTo(three);
        assertThat(code(fatal(essential, new Exited(3))).isPresent()).isEqualTo(fatal);
    }

    @Test
    void statusIsThatOfTheProcess() {
        Essential essential = essential(Essential.Kind.TRUE);

        assertThat(code(exited(essential, 0))).contains(0);
        assertThat(code(exited(essential, 3))).contains(3);
        assertThat(code(new Ending("web", essential, new Killed(9, false), false, false)))
                .contains(137);
        assertThat(code(new Ending("web", essential, null, false, false))).contains(1);
    }

    @Test
    void fatalIsNeverASuccess() {
        Essential essential = essential(Essential.Kind.FATAL);

        assertThat(code(fatal(essential, null))).contains(1);
        assertThat(code(fatal(essential, new Exited(0)))).contains(1);
        assertThat(code(fatal(essential, new Exited(3)))).contains(3);
        assertThat(code(fatal(essential, new Killed(11, true)))).contains(139);
    }

    @Test
    void lineNamesTheProcessAndItsEnd() {
        assertThat(ExitRule.NONE.with(exited(essential(Essential.Kind.TRUE), 3)).map(DaemonEnd::line))
                .contains("essential program web ended (exit status 3), shutting down");
        assertThat(ExitRule.NONE.with(fatal(ON_FAILURE, null)).map(DaemonEnd::line))
                .contains("essential program web entered FATAL state (there was no child), shutting down");
        assertThat(ANY_FATAL.with(fatal(Essential.NO, new Exited(7))).map(DaemonEnd::line))
                .contains("program web entered FATAL state (exit status 7), shutting down (exit_on=any_fatal)");
        assertThat(ALL_EXITED.atRest(List.of(exited(Essential.NO, 0))).map(DaemonEnd::line))
                .contains("all programs have ended, shutting down (exit_on=all_exited)");
    }

    @Test
    void anyFatalAsksForFatalAlone() {
        assertThat(ANY_FATAL.with(exited(Essential.NO, 3))).isEmpty();
        assertThat(ANY_FATAL.with(fatal(ON_SUCCESS, null)).map(DaemonEnd::code)).contains(1);
    }

    @Test
    void ofSeveralFailuresTheFirstCounts() {
        List<Ending> ends = List.of(
                exited(Essential.NO, 0), exited(Essential.NO, 4), exited(Essential.NO, 5), exited(Essential.NO, 0));

        assertThat(ALL_EXITED.atRest(ends).map(DaemonEnd::code)).contains(4);
        assertThat(ALL_EXITED.atRest(ends.subList(0, 1)).map(DaemonEnd::code)).contains(0);
        assertThat(ExitRule.NONE.atRest(ends)).isEmpty();
        assertThat(ALL_EXITED.atRest(List.of())).isEmpty();
    }

    @Test
    void exitCodeThatIsExpectedIsNoFailure() {
        Ending expected = new Ending("web", Essential.NO, new Exited(2), true, false);

        assertThat(ALL_EXITED.atRest(List.of(expected)).map(DaemonEnd::code)).contains(0);
    }
}
