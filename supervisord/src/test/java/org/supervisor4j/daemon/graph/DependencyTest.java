package org.supervisor4j.daemon.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.model.ProcessState;

class DependencyTest {
    /** A process as those see it that need it. */
    private record Seen(
            ProcessState state,
            boolean hasChild,
            boolean isReady,
            boolean isHealthy,
            boolean hasCompleted,
            boolean hasSucceeded,
            Set<ProcessState> reached)
            implements Standing {
        @Override
        public boolean hasReached(ProcessState wanted) {
            return reached.contains(wanted);
        }
    }

    private static Seen in(ProcessState state) {
        return new Seen(state, state.isSignallable(), false, false, false, false, EnumSet.of(state));
    }

    @ParameterizedTest
    @CsvSource({
        "db, db, RUNNING",
        "db:running, db, RUNNING",
        "db:healthy, db, HEALTHY",
        "db:HEALTHY, db, HEALTHY",
        "db:process_healthy, db, HEALTHY",
        "db:process_log_ready, db, READY",
        "db:process_completed_successfully, db, COMPLETED_SUCCESSFULLY",
        "db:completed, db, COMPLETED",
        "db:started, db, STARTED",
        "g:*, g:*, RUNNING",
        "g:*:ready, g:*, READY",
        "g:db, g:db, RUNNING",
        "g:db:completed, g:db, COMPLETED",
        "g:healthy:running, g:healthy, RUNNING",
        "g:healthy, g, HEALTHY",
    })
    void theLastWordIsAConditionOnlyIfItIsOneOfTheList(String word, String target, Condition condition)
            throws InvalidValueException {
        assertThat(Dependency.all(word)).containsExactly(Dependency.on(target, condition));
    }

    @Test
    void wordsStandBetweenCommasOrBlanks() throws InvalidValueException {
        assertThat(Dependency.all(" db, migrate:completed_successfully ,cache:healthy\n  g:*"))
                .extracting(Dependency::toString)
                .containsExactly("db:running", "migrate:completed_successfully", "cache:healthy", "g:*:running");
        assertThat(Dependency.all(" , ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a:b:helthy, did you mean healthy?",
        "a:b:c:d, is none of program",
        "':b', is none of program",
        "'a:', is none of program",
        "'a::running', is none of program",
    })
    void whatCannotBeUnderstoodIsTold(String word, String told) {
        assertThatThrownBy(() -> Dependency.all(word))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(told)
                .hasMessageContaining("'" + word + "'");
    }

    @Test
    void whatSomebodyIsAPartOfHasNoCondition() throws InvalidValueException {
        assertThat(Dependency.together("db, g:web"))
                .extracting(Dependency::toString)
                .containsExactly("db", "g:web");
        assertThat(Dependency.together("db")).allMatch(Dependency::together);
        assertThatThrownBy(() -> Dependency.together("a:b:c")).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void thePluginsWordsNameStatesThatMustHaveBeenReached() throws InvalidValueException {
        assertThat(Dependency.reached("rsyslogd:running start:exited,FATAL other"))
                .containsExactly(
                        new Dependency("rsyslogd", Condition.REACHED, List.of(ProcessState.RUNNING), false),
                        new Dependency(
                                "start", Condition.REACHED, List.of(ProcessState.EXITED, ProcessState.FATAL), false),
                        new Dependency("other", Condition.REACHED, List.of(ProcessState.RUNNING), false));
        assertThatThrownBy(() -> Dependency.reached("a:runing"))
                .hasMessageContaining("'runing' in 'a:runing'")
                .hasMessageContaining("did you mean running?");
        assertThat(Dependency.reached("start:exited,fatal").get(0).inWords()).isEqualTo("start (exited or fatal)");
    }

    @Test
    void whoHasReachedAStateMayHaveLeftIt() {
        Dependency exited = new Dependency("a", Condition.REACHED, List.of(ProcessState.EXITED), false);
        Seen again = new Seen(
                ProcessState.RUNNING,
                true,
                false,
                false,
                false,
                false,
                EnumSet.of(ProcessState.EXITED, ProcessState.RUNNING));

        assertThat(exited.holds(again)).isTrue();
        assertThat(exited.holds(in(ProcessState.RUNNING))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(ProcessState.class)
    void runningIsRunningAndNothingElse(ProcessState state) {
        assertThat(Dependency.on("a", Condition.RUNNING).holds(in(state))).isEqualTo(state == ProcessState.RUNNING);
    }

    @Test
    void startedIsWhoHasAChildOrHasEndedByItself() {
        Dependency started = Dependency.on("a", Condition.STARTED);

        assertThat(started.holds(in(ProcessState.STARTING))).isTrue();
        assertThat(started.holds(in(ProcessState.EXITED))).isTrue();
        assertThat(started.holds(in(ProcessState.BACKOFF))).isFalse();
        assertThat(started.holds(in(ProcessState.STOPPED))).isFalse();
    }

    @Test
    void healthAndReadinessCountWhileItRuns() {
        Seen good = new Seen(ProcessState.RUNNING, true, true, true, false, false, Set.of());
        Seen stopping = new Seen(ProcessState.STOPPING, true, true, true, false, false, Set.of());
        Seen plain = new Seen(ProcessState.RUNNING, true, false, false, false, false, Set.of());

        for (Condition condition : List.of(Condition.HEALTHY, Condition.READY)) {
            assertThat(Dependency.on("a", condition).holds(good)).isTrue();
            assertThat(Dependency.on("a", condition).holds(stopping)).isFalse();
            assertThat(Dependency.on("a", condition).holds(plain)).isFalse();
        }
    }

    @Test
    void anEndIsOneAfterWhichNothingFollows() {
        Seen good = new Seen(ProcessState.EXITED, false, false, false, true, true, Set.of());
        Seen bad = new Seen(ProcessState.EXITED, false, false, false, true, false, Set.of());
        Seen comesAgain = new Seen(ProcessState.EXITED, false, false, false, false, true, Set.of());

        assertThat(Dependency.on("a", Condition.COMPLETED).holds(good)).isTrue();
        assertThat(Dependency.on("a", Condition.COMPLETED).holds(bad)).isTrue();
        assertThat(Dependency.on("a", Condition.COMPLETED).holds(comesAgain)).isFalse();
        assertThat(Dependency.on("a", Condition.COMPLETED_SUCCESSFULLY).holds(good))
                .isTrue();
        assertThat(Dependency.on("a", Condition.COMPLETED_SUCCESSFULLY).holds(bad))
                .isFalse();
        assertThat(Dependency.on("a", Condition.COMPLETED_SUCCESSFULLY).holds(comesAgain))
                .isFalse();
    }
}
