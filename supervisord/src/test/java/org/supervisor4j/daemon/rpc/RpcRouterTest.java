package org.supervisor4j.daemon.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.api.Supervisor4jApi;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.model.Role;
import org.supervisor4j.model.RpcFault;

class RpcRouterTest {
    private static final LocalDateTime MOMENT = LocalDateTime.of(2020, 1, 2, 3, 4, 5);

    private final FakeSupervisorApi api = new FakeSupervisorApi();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final RpcRouter dispatcher =
            new RpcRouter(List.of(new RpcExtension("supervisor", SupervisorApi.class, api)), Role.CONTROL, later::add);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "getPID",
                "supervisor",
                "supervisor.nosuch",
                "nosuch.getPID",
                "supervisor.getPID.x",
                "supervisor._x",
                "",
                "supervisor.toString",
                "supervisor.hashCode",
                " supervisor.getPID "
            })
    void unknownMethodIsFaultOne(String method) {
        assertFault(dispatcher.call(method, List.of()), 1, "UNKNOWN_METHOD");
    }

    @Test
    void wrongNumberOfParametersIsFaultTwo() {
        assertFault(call("getPID", 1), 2, "INCORRECT_PARAMETERS");
        assertFault(call("getProcessInfo"), 2, "INCORRECT_PARAMETERS");
        assertFault(call("startProcess", "cat", true, true), 2, "INCORRECT_PARAMETERS");
    }

    @Test
    void waitIsTrueWhereItIsLeftOut() {
        assertThat(call("startProcess", "cat")).isCompleted();

        assertThat(api.calls).containsExactly("startProcess[cat, true]");
    }

    static Stream<Arguments> truths() {
        return Stream.of(
                arguments(0, false),
                arguments(2, true),
                arguments("", false),
                arguments("no", true),
                arguments(0.0, false),
                arguments(List.of(), false),
                arguments(List.of(0), true),
                arguments(Map.of(), false),
                arguments(null, false));
    }

    @ParameterizedTest(name = "wait={0} is {1}")
    @MethodSource("truths")
    void waitIsTestedForTruthAsInPython(@Nullable Object sent, boolean expected) {
        assertThat(call("stopProcess", "cat", sent)).isCompleted();

        assertThat(api.calls).containsExactly("stopProcess[cat, " + expected + "]");
    }

    static Stream<Arguments> offsets() {
        return Stream.of(
                arguments(-5, -5),
                arguments(" 7 ", 7),
                arguments(1.9, 1),
                arguments(-1.9, -1),
                arguments(true, 1),
                arguments(new BigInteger("99999999999"), Integer.MAX_VALUE));
    }

    @ParameterizedTest(name = "{0} is the offset {1}")
    @MethodSource("offsets")
    void offsetTakesWhatPythonTurnsIntoAnInteger(Object sent, int expected) {
        assertThat(call("readLog", sent, 0)).isCompleted();

        assertThat(api.calls).containsExactly("readLog[" + expected + ", 0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "5.0"})
    void offsetOfOtherTextIsAnInternalError(String sent) {
        assertInternalError(call("readLog", sent, 0));
    }

    @Test
    void offsetOfAnotherTypeIsFaultTwo() {
        assertFault(call("readLog", null, 0), 2, "INCORRECT_PARAMETERS");
        assertFault(call("readLog", List.of(), 0), 2, "INCORRECT_PARAMETERS");
        assertInternalError(call("readLog", Double.NaN, 0));
    }

    static Stream<@Nullable Object> notText() {
        return Stream.of(5, true, 1.5, List.of(), Map.of(), null);
    }

    @ParameterizedTest
    @MethodSource("notText")
    void nameOfAnotherTypeIsAnInternalError(@Nullable Object sent) {
        assertInternalError(call("getProcessInfo", sent));
        assertThat(api.calls).isEmpty();
    }

    @Test
    void groupNameOfAnotherTypeIsTakenForItsText() {
        assertThat(call("startProcessGroup", 5)).isCompleted();
        assertThat(call("addProcessGroup", true)).isCompleted();

        assertThat(api.calls).containsExactly("startProcessGroup[5, true]", "addProcessGroup[True]");
        assertFault(call("stopProcessGroup", (Object) null), 10, "BAD_NAME");
        assertFault(call("removeProcessGroup", List.of()), 2, "INCORRECT_PARAMETERS");
    }

    @Test
    void nameOfAGroupToAddMayBeAnythingButNil() {
        assertThat(call("addProcessGroup", List.of("g"))).isCompleted();
        assertThat(call("addProcessGroup", MOMENT)).isCompleted();

        assertThat(api.calls).containsExactly("addProcessGroup[['g']]", "addProcessGroup[2020-01-02 03:04:05]");
        assertFault(call("addProcessGroup", (Object) null), 10, "BAD_NAME");
    }

    @Test
    void charactersOfAnotherTypeAreFaultTwoWithTheValueAsPythonPrintsIt() {
        assertFault(call("sendProcessStdin", "cat", 5), 2, "INCORRECT_PARAMETERS: 5");
        assertFault(call("sendProcessStdin", "cat", true), 2, "INCORRECT_PARAMETERS: True");
        assertFault(call("sendProcessStdin", "cat", List.of("x")), 2, "INCORRECT_PARAMETERS: ['x']");
        assertFault(call("sendProcessStdin", "cat", null), 2, "INCORRECT_PARAMETERS");
    }

    @Test
    void remoteCommunicationTakesAnything() {
        assertThat(call("sendRemoteCommEvent", 5, null)).isCompleted();
        assertThat(call("sendRemoteCommEvent", "t", List.of("it's", 1.5))).isCompleted();
        assertThat(call("sendRemoteCommEvent", "t", List.of(MOMENT, MOMENT.withSecond(0))))
                .isCompleted();

        assertThat(api.calls)
                .containsExactly(
                        "sendRemoteCommEvent[5, None]",
                        "sendRemoteCommEvent[t, [\"it's\", 1.5]]",
                        "sendRemoteCommEvent[t, [datetime.datetime(2020, 1, 2, 3, 4, 5), datetime.datetime(2020, 1, 2, 3, 4)]]");
    }

    @Test
    void signalMayBeANumber() {
        assertThat(call("signalProcess", "cat", 18)).isCompleted();
        assertThat(call("signalProcess", "cat", 1.5)).isCompleted();

        assertThat(api.calls).containsExactly("signalProcess[cat, 18]", "signalProcess[cat, 1]");
        assertInternalError(call("signalProcess", "cat", null));
    }

    @Test
    void aliasCallsTheSameMethod() {
        assertThat(call("getVersion").join()).isEqualTo("3.0");
        assertThat(api.calls).containsExactly("getAPIVersion[]");
    }

    @Test
    void recordsTravelAsStructsAndArrays() {
        assertThat(call("getAllProcessInfo").join()).isEqualTo(List.of(FakeSupervisorApi.CAT.toMap()));
        assertThat(call("tailProcessLog", "cat", 0, 5).join()).isEqualTo(List.of("out", 3, false));
        assertThat(call("stopAllProcesses").join())
                .isEqualTo(List.of(Map.of("name", "cat", "group", "cat", "status", 80, "description", "OK")));
    }

    @Test
    void answerThatHadToWaitIsCompletedByTheExecutor() {
        CompletableFuture<Object> started = new CompletableFuture<>();
        api.answer("startProcess", () -> started);
        CompletableFuture<@Nullable Object> answer = call("startProcess", "cat");

        started.complete(true);

        assertThat(answer).isNotDone();
        runLater();
        assertThat(answer).isCompletedWithValue(true);
    }

    @Test
    void listMethodsNamesEveryMethodSortedWithAliases() {
        List<?> answer = (List<?>) Objects.requireNonNull(
                dispatcher.call("system.listMethods", List.of()).join());
        List<String> names = answer.stream().map(String::valueOf).toList();

        assertThat(names).hasSize(41).isSorted().contains("supervisor.getVersion", "system.multicall");
    }

    static Stream<Arguments> signatures() {
        return Stream.of(
                arguments("boolean string", "addProcessGroup removeProcessGroup clearProcessLog clearProcessLogs"),
                arguments("boolean", "clearLog restart shutdown"),
                arguments("array", "clearAllProcessLogs getAllConfigInfo getAllProcessInfo reloadConfig"),
                arguments("string", "getAPIVersion getVersion getSupervisorVersion getIdentification"),
                arguments("int", "getPID"),
                arguments("struct", "getState"),
                arguments("struct string", "getProcessInfo"),
                arguments("string int int", "readLog readMainLog"),
                arguments("string string int int", "readProcessLog readProcessStdoutLog readProcessStderrLog"),
                arguments("array string int int", "tailProcessLog tailProcessStdoutLog tailProcessStderrLog"),
                arguments("boolean string string", "sendProcessStdin sendRemoteCommEvent signalProcess"),
                arguments("array string string", "signalProcessGroup"),
                arguments("array string", "signalAllProcesses"),
                arguments("boolean string boolean", "startProcess stopProcess"),
                arguments("array string boolean", "startProcessGroup stopProcessGroup"),
                arguments("array boolean", "startAllProcesses stopAllProcesses"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("signatures")
    void signatureIsTheReferencesOwn(String types, String methods) {
        for (String method : methods.split(" ", -1)) {
            assertThat(dispatcher
                            .call("system.methodSignature", List.of("supervisor." + method))
                            .join())
                    .as(method)
                    .isEqualTo(List.of(types.split(" ", -1)));
        }
    }

    @Test
    void signaturesOfTheSystemMethodsAreTheReferencesOwn() {
        assertThat(signature("system.listMethods")).isEqualTo(List.of("array"));
        assertThat(signature("system.methodHelp")).isEqualTo(List.of("string", "string"));
        assertThat(signature("system.methodSignature")).isEqualTo(List.of("array", "string"));
        assertThat(signature("system.multicall")).isEqualTo(List.of("array", "array"));
    }

    private @Nullable Object signature(String method) {
        return dispatcher.call("system.methodSignature", List.of(method)).join();
    }

    @Test
    void helpHasTheShapeOfTheReferences() {
        assertThat(dispatcher
                        .call("system.methodHelp", List.of("supervisor.getPID"))
                        .join())
                .isEqualTo(" Tell the process id of supervisord\n\n        @return int PID The process id\n        ");
    }

    @Test
    void helpOfAnUnknownMethodIsFaultFour() {
        assertFault(dispatcher.call("system.methodHelp", List.of("x")), 4, "SIGNATURE_UNSUPPORTED");
        assertFault(dispatcher.call("system.methodSignature", List.of(5)), 4, "SIGNATURE_UNSUPPORTED");
    }

    @Test
    void multicallAnswersBareValuesAndFaultsAsStructs() {
        assertThat(multicall(
                        Map.of("methodName", "supervisor.getPID"),
                        Map.of("methodName", "supervisor.getProcessInfo", "params", List.of("nosuch")),
                        Map.of("methodName", "nosuch.x"),
                        Map.of(),
                        Map.of("methodName", "system.multicall"),
                        Map.of("methodName", "supervisor.getPID", "params", 5),
                        Map.of("methodName", "supervisor.getPID", "params", "ab"),
                        Map.of("methodName", "supervisor.getPID", "params", ""),
                        Map.of("methodName", "supervisor.getPID", "params", Map.of()),
                        Collections.singletonMap("methodName", null)))
                .isCompletedWithValue(List.of(
                        4711,
                        fault(10, "BAD_NAME: nosuch"),
                        fault(1, "UNKNOWN_METHOD"),
                        fault(2, "INCORRECT_PARAMETERS: No methodName"),
                        fault(2, "INCORRECT_PARAMETERS: Recursive system.multicall forbidden"),
                        fault(2, "INCORRECT_PARAMETERS"),
                        fault(2, "INCORRECT_PARAMETERS"),
                        4711,
                        4711,
                        fault(2, "INCORRECT_PARAMETERS: No methodName")));
    }

    @Test
    void multicallReportsAnInternalErrorAsFailed() {
        assertThat(multicall(Map.of("methodName", 5), Map.of("methodName", "supervisor.getPID")))
                .isCompletedWithValue(List.of(fault(30, "FAILED: 5 was sent for a method's name"), 4711));
    }

    @Test
    void multicallMakesTheNextCallOnlyWhenTheOneBeforeIsAnswered() {
        CompletableFuture<Object> stopped = new CompletableFuture<>();
        api.answer("stopProcess", () -> stopped);
        CompletableFuture<@Nullable Object> answer = multicall(
                Map.of("methodName", "supervisor.stopProcess", "params", List.of("cat")),
                Map.of("methodName", "supervisor.startProcess", "params", List.of("cat")));
        assertThat(api.calls).containsExactly("stopProcess[cat, true]");

        stopped.complete(true);
        runLater();

        assertThat(api.calls).containsExactly("stopProcess[cat, true]", "startProcess[cat, true]");
        assertThat(answer).isCompletedWithValue(List.of(true, true));
    }

    @Test
    void multicallOfThousandsOfCallsNeedsNoStack() {
        Object[] calls = new Object[50_000];
        Arrays.fill(calls, Map.of("methodName", "supervisor.getPID"));

        assertThat((List<?>) Objects.requireNonNull(multicall(calls).join())).hasSize(50_000);
    }

    @Test
    void multicallEndsWhenItsAnswersGrowTooLong() {
        api.answer("readLog", () -> "x".repeat(9 * 1024 * 1024));
        Map<String, Object> read = Map.of("methodName", "supervisor.readLog", "params", List.of(0, 0));

        List<?> answers = (List<?>)
                Objects.requireNonNull(multicall(read, read, read, Map.of("methodName", "supervisor.shutdown"))
                        .join());

        String refusal = "FAILED: the answers before it are too long already";
        assertThat(answers.subList(2, 4)).isEqualTo(List.of(fault(30, refusal), fault(30, refusal)));
        assertThat(api.calls).containsExactly("readLog[0, 0]", "readLog[0, 0]");
    }

    @Test
    void multicallOfSomethingElseIsRefused() {
        assertThat(multicall()).isCompletedWithValue(List.of());
        assertThat(dispatcher.call("system.multicall", List.of(""))).isCompletedWithValue(List.of());
        assertFault(dispatcher.call("system.multicall", List.of(5)), 2, "INCORRECT_PARAMETERS");
        assertFault(dispatcher.call("system.multicall", List.of(Map.of())), 2, "INCORRECT_PARAMETERS");
        assertInternalError(dispatcher.call("system.multicall", List.of("abc")));
        assertInternalError(multicall(Map.of("methodName", "supervisor.shutdown"), 5));
        assertThat(api.calls).isEmpty();
    }

    /** There is no original that they would have to follow into an internal error. */
    @Test
    void whatOurOwnMethodsCannotTakeIsFaultTwo() {
        RpcRouter ours = new RpcRouter(
                List.of(new RpcExtension("supervisor4j", Supervisor4jApi.class, new FakeSupervisor4jApi())),
                Role.CONTROL,
                later::add);

        for (String method : List.of("supervisor4j.getLastOutput", "supervisor4j.getProcessHistory")) {
            assertFault(ours.call(method, List.of(5)), 2, "INCORRECT_PARAMETERS: 5");
            assertFault(ours.call(method, List.of(List.of("x"))), 2, "INCORRECT_PARAMETERS: ['x']");
            assertFault(ours.call(method, Collections.singletonList(null)), 2, "INCORRECT_PARAMETERS");
        }
        assertFault(ours.call("supervisor4j.getEventPools", List.of(5)), 2, "INCORRECT_PARAMETERS");
    }

    @Test
    void extensionMustImplementItsContract() {
        assertThatThrownBy(() -> new RpcExtension("x", SupervisorApi.class, "no"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SupervisorApi");
    }

    private CompletableFuture<@Nullable Object> call(String method, @Nullable Object... params) {
        return dispatcher.call("supervisor." + method, Arrays.asList(params));
    }

    private CompletableFuture<@Nullable Object> multicall(Object... calls) {
        return dispatcher.call("system.multicall", List.of(Arrays.asList(calls)));
    }

    private void runLater() {
        for (Runnable task = later.poll(); task != null; task = later.poll()) {
            task.run();
        }
    }

    private static Map<String, Object> fault(int code, String text) {
        return Map.of("faultCode", code, "faultString", text);
    }

    private static void assertFault(CompletableFuture<?> answer, int code, String text) {
        assertThat(answer)
                .isCompletedExceptionally()
                .failsWithin(0, java.util.concurrent.TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(RpcFault.class, fault -> {
                    assertThat(fault.text()).isEqualTo(text);
                    assertThat(fault.code()).isEqualTo(code);
                });
    }

    private static void assertInternalError(CompletableFuture<?> answer) {
        assertThat(answer)
                .failsWithin(0, java.util.concurrent.TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(IllegalArgumentException.class);
    }
}
