package org.supervisor4j.twiddler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.model.SupervisorState;
import org.supervisor4j.plugin.PluginException;
import org.supervisor4j.plugin.Supervision;

class TwiddlerTest {
    private final List<String> calls = new ArrayList<>();
    private SupervisorState state = SupervisorState.RUNNING;
    private final Supervision daemon = new Daemon();

    private TwiddlerApi twiddler(Map<String, String> options) throws PluginException {
        return (TwiddlerApi) new TwiddlerPlugin().create(daemon, options).implementation();
    }

    @Test
    void everythingIsAllowedWithoutAWhitelist() throws PluginException {
        TwiddlerApi twiddler = twiddler(Map.of());

        assertThat(twiddler.getAPIVersion()).isEqualTo("1.0");
        assertThat(twiddler.getGroupNames()).containsExactly("g", "h");
        assertThat(twiddler.addProgramToGroup("g", "p", Map.of("command", "ls", "priority", 3)))
                .isCompletedWithValue(true);
        assertThat(twiddler.removeProcessFromGroup("g", "p")).isCompletedWithValue(true);
        assertThat(calls).hasSize(2).last().isEqualTo("remove g p");
    }

    @Test
    void whitelistLeavesOutTheOthers() throws PluginException {
        TwiddlerApi twiddler = twiddler(Map.of("whitelist", "log, getAPIVersion"));

        assertThat(twiddler.getAPIVersion()).isEqualTo("1.0");
        assertThatThrownBy(twiddler::getGroupNames)
                .isInstanceOfSatisfying(
                        RpcFault.class, fault -> assertThat(fault.code()).isEqualTo(230))
                .hasMessage("UNKNOWN: getGroupNames");
    }

    @ParameterizedTest
    @CsvSource({"INFO, INFO", "crit, CRIT", "20, INFO", "3, BLAT"})
    void levelIsAWordOrANumber(String sent, String word) throws PluginException {
        Object level = sent.matches("\\d+") ? Integer.valueOf(sent) : sent;

        twiddler(Map.of()).log("hello", level);

        assertThat(calls).containsExactly(word + " hello");
    }

    @Test
    void levelMayBeLeftOutButNotWrong() throws PluginException {
        twiddler(Map.of()).log("hello", null);

        assertThat(calls).containsExactly("INFO hello");
        assertFault(() -> twiddler(Map.of()).log("hello", "LOUD"), "INCORRECT_PARAMETERS");
        assertFault(() -> twiddler(Map.of()).log("hello", 21), "INCORRECT_PARAMETERS");
    }

    @Test
    void settingsAreAStructOfTexts() {
        assertFault(() -> twiddler(Map.of()).addProgramToGroup("g", "p", "command=ls"), "INCORRECT_PARAMETERS");
        assertFault(
                () -> twiddler(Map.of()).addProgramToGroup("g", "p", Map.of("command", List.of())),
                "INCORRECT_PARAMETERS");
    }

    @Test
    void nothingWorksDuringAShutdown() {
        state = SupervisorState.SHUTDOWN;

        assertFault(() -> twiddler(Map.of()).getAPIVersion(), "SHUTDOWN_STATE");
    }

    @Test
    void optionThatItDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> twiddler(Map.of("blacklist", "log")))
                .isInstanceOf(PluginException.class)
                .hasMessage("twiddler has no option blacklist, only whitelist");
    }

    private static void assertFault(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String text) {
        assertThatThrownBy(call).isInstanceOf(RpcFault.class).hasMessage(text);
    }

    private final class Daemon implements Supervision {
        @Override
        public SupervisorApi api() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SupervisorState state() {
            return state;
        }

        @Override
        public List<String> groupNames() {
            return List.of("g", "h");
        }

        @Override
        public CompletableFuture<Boolean> addProgram(String group, String program, Map<String, String> settings) {
            calls.add("add " + group + " " + program + " " + settings);
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public CompletableFuture<Boolean> removeProcess(String group, String process) {
            calls.add("remove " + group + " " + process);
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public void log(LogLevel level, String message) {
            calls.add(level.word() + " " + message);
        }
    }
}
