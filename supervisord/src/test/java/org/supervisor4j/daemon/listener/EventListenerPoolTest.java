package org.supervisor4j.daemon.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.process.LogPaths;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.supervisor.LoopHarness;
import org.supervisor4j.model.EventPool;
import org.supervisor4j.model.ProcessState;

class EventListenerPoolTest {
    private static final Pattern SERIAL = Pattern.compile(" serial:(\\d+) ");
    private static final Pattern SERIALS = Pattern.compile(" serial:(\\d+) pool:\\S+ (poolserial:\\d+) ");

    private final LoopHarness harness = new LoopHarness();

    private static Duration secs(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static GroupConfig pool(String name, int bufferSize, List<String> events, ProcessConfig... processes) {
        return new GroupConfig.EventListenerGroup(
                name, -1, List.of(processes), bufferSize, events, "supervisor.dispatchers:default_handler");
    }

    /** A pool of one listener of the pool's name. */
    private static GroupConfig pool(String name, int bufferSize, String... events) {
        return pool(name, bufferSize, List.of(events), aProgram(name).build());
    }

    private void started(GroupConfig... groups) {
        harness.log.mirrorOutput();
        harness.with(groups);
        harness.advance(secs(2));
    }

    private void startedWithLog(GroupConfig group) {
        harness.supervisor.addGroup(group, Map.of(group.name(), new LogPaths("/tmp/l.log", "")), null);
        started();
    }

    private void remote(String data) {
        harness.supervisor.context().events().publish(new Event.RemoteCommunication("t", data));
    }

    private void publish(String... data) {
        for (String each : data) {
            remote(each);
        }
        harness.turn();
    }

    private String input(String name) {
        return harness.os.takeInput(harness.pid(name));
    }

    /** What the listener read since the last call: the data of remote events. */
    private List<String> told(String name) {
        return Pattern.compile("type:t\n(.*?)(?=ver:3.0|$)", Pattern.DOTALL)
                .matcher(input(name))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** From the line that contains the text on, without what listeners wrote. */
    private List<String> logFrom(String text) {
        return wholeLogFrom(text).stream()
                .filter(line -> !line.contains(" stdout output:"))
                .toList();
    }

    private List<String> wholeLogFrom(String text) {
        List<String> lines = harness.log.lines();
        for (int index = 0; index < lines.size(); index++) {
            if (lines.get(index).contains(text)) {
                return lines.subList(index, lines.size());
            }
        }
        return List.of();
    }

    private List<String> overflows() {
        return harness.log.lines().stream()
                .filter(line -> line.startsWith("ERRO pool"))
                .toList();
    }

    @Test
    void aReadyListenerIsSentHeaderAndPayloadInOneWrite() {
        started(pool("l", 10, "REMOTE_COMMUNICATION"));
        harness.says("l", "READY\n");

        publish("é");

        assertThat(harness.os.writesTo(harness.pid("l"))).isEqualTo(1);
        assertThat(input("l"))
                .isEqualTo("ver:3.0 server:supervisor serial:0 pool:l poolserial:0"
                        + " eventname:REMOTE_COMMUNICATION len:8\ntype:t\né");
    }

    @Test
    void aListenerThatIsStillStartingWaitsThoughItSaidReady() {
        harness.with(pool("l", 10, "REMOTE_COMMUNICATION"));
        harness.says("l", "READY\n");

        publish("early");
        assertThat(told("l")).isEmpty();
        harness.advance(secs(2));

        assertThat(told("l")).containsExactly("early");
    }

    @Test
    void theNextEventComesWhenTheOneBeforeHasBeenAnswered() {
        started(pool("l", 10, "REMOTE_COMMUNICATION"));
        harness.says("l", "READY\n");

        publish("a", "b");
        assertThat(told("l")).containsExactly("a");
        harness.says("l", "RESULT 2\nOK");
        assertThat(told("l")).isEmpty();
        harness.says("l", "READY\n");

        assertThat(told("l")).containsExactly("b");
    }

    @Test
    void theLinesOfAnEventThatIsProcessedComeInTheirOrder() {
        started(pool("l", 10, "REMOTE_COMMUNICATION"));
        harness.says("l", "READY\n");
        publish("a");

        harness.says("l", "RESULT 2\nOKREADY\n");

        assertThat(wholeLogFrom("'l' stdout"))
                .containsExactly(
                        "DEBG 'l' stdout output:\nb'READY\\n'",
                        "DEBG l: ACKNOWLEDGED -> READY",
                        "DEBG event 0 sent to listener l",
                        "DEBG 'l' stdout output:\nb'RESULT 2\\nOKREADY\\n'",
                        "DEBG l: event was processed",
                        "DEBG l: BUSY -> ACKNOWLEDGED",
                        "DEBG l: ACKNOWLEDGED -> READY");
    }

    @Test
    void aRejectedEventIsTheNextUnderTheSameNumbers() {
        started(pool("l", 10, "REMOTE_COMMUNICATION"));
        harness.says("l", "READY\n");
        publish("a", "b");
        String first = input("l");

        harness.says("l", "RESULT 4\nFAILREADY\n");

        assertThat(input("l")).isEqualTo(first);
        assertThat(logFrom("rejected"))
                .startsWith(
                        "WARN l: event was rejected",
                        "DEBG l: BUSY -> ACKNOWLEDGED",
                        "DEBG rebuffering event 0 for pool l (buf size=1, max=10)",
                        "DEBG l: ACKNOWLEDGED -> READY",
                        "DEBG event 0 sent to listener l");
    }

    @Test
    void aBadResultLineLosesTheListenerAndNotTheEvent() {
        started(pool(
                "p",
                10,
                List.of("REMOTE_COMMUNICATION"),
                aProgram("p1").build(),
                aProgram("p2").build()));
        says("p1", "READY\n");
        publish("a");

        says("p1", "RESULT abc\n");
        says("p1", "READY\n");
        says("p2", "READY\n");

        assertThat(logFrom("bad result"))
                .startsWith(
                        "WARN p1: bad result line: 'RESULT abc'",
                        "DEBG p1: BUSY -> UNKNOWN",
                        "WARN p1: has entered the UNKNOWN state and will no longer receive events, this usually"
                                + " indicates the process violated the eventlistener protocol",
                        "DEBG rebuffering event 0 for pool p (buf size=0, max=10)");
        assertThat(inputOf("p", "p2")).endsWith("type:t\na");
        assertThat(processOf("p", "p1").state()).isEqualTo(ProcessState.RUNNING);
    }

    private void says(String process, String text) {
        harness.os.say(processOf("p", process).snapshot().pid(), text.getBytes(StandardCharsets.UTF_8));
        harness.turn();
    }

    private Subprocess processOf(String group, String process) {
        return harness.supervisor.process(group, process).orElseThrow();
    }

    private String inputOf(String group, String process) {
        return harness.os.takeInput(processOf(group, process).snapshot().pid());
    }

    @Test
    void theListenersOfAPoolShareItsEventsInTheOrderOfTheFile() {
        started(pool(
                "p",
                10,
                List.of("REMOTE_COMMUNICATION"),
                aProgram("p1").build(),
                aProgram("p2").build()));
        says("p2", "READY\n");
        says("p1", "READY\n");

        publish("a", "b", "c");

        assertThat(inputOf("p", "p1")).endsWith("type:t\na");
        assertThat(inputOf("p", "p2")).endsWith("type:t\nb");
        assertThat(harness.log.lines()).contains("DEBG rebuffering event 2 for pool p (buf size=0, max=10)");
    }

    @Test
    void aListenerThatDiesGivesItsEventBackBehindTheNewsOfItsEnd() {
        started(pool("l", 1, "REMOTE_COMMUNICATION", "PROCESS_STATE_EXITED"));
        harness.says("l", "READY\n");
        publish("a");
        input("l");

        harness.exit("l", 1);

        assertThat(overflows()).containsExactly("ERRO pool l event buffer overflowed, discarding event 1");
        harness.advance(secs(2));
        harness.says("l", "READY\n");
        assertThat(input("l")).contains(" serial:0 ").endsWith("type:t\na");
    }

    @Test
    void whatAListenerSaidBeforeItsEndCounts() {
        started(pool("l", 10, "REMOTE_COMMUNICATION"));
        harness.says("l", "READY\n");
        publish("a");

        harness.os.say(harness.pid("l"), "RESULT 2\nOK".getBytes(StandardCharsets.UTF_8));
        harness.exit("l", 1);
        harness.advance(secs(2));
        harness.says("l", "READY\n");

        assertThat(told("l")).isEmpty();
    }

    @Test
    void whatAListenerSaysGoesToItsLogAsItCame() {
        startedWithLog(pool("l", 10, "REMOTE_COMMUNICATION"));

        harness.says("l", "READY\n");
        harness.says("l", "rubbish\n");

        assertThat(harness.channel("l", Channel.STDOUT).injected()).isEqualTo("READY\nrubbish\n");
    }

    @Test
    void aListenerThatHasLostTheThreadIsReadLikeAnyOtherChild() {
        started(pool("l", 10, "REMOTE_COMMUNICATION"));
        assertThat(harness.channel("l", Channel.STDOUT).isAttached()).isFalse();

        harness.says("l", "rubbish");

        assertThat(harness.channel("l", Channel.STDOUT).isAttached()).isTrue();
        harness.exit("l", 1);
    }

    @Test
    void aListenerIsNotReadOnWhileItsLogIsBehind() {
        startedWithLog(pool("l", 10, "REMOTE_COMMUNICATION"));
        harness.says("l", "READY\n");
        publish("a");
        harness.outputs.beSlow();
        harness.says("l", "RESULT 1000000\n");
        int pid = harness.pid("l");

        for (int piece = 0; piece < 10; piece++) {
            harness.os.say(pid, new byte[60_000]);
        }
        harness.turn();

        assertThat(harness.os.unread(pid)).isEqualTo(5);
        harness.outputs.catchUp();
        harness.turn();
        assertThat(harness.os.unread(pid)).isZero();
    }

    @Test
    void aResultHandlerThatHasGoneLosesTheListenerAndNotTheEvent() {
        started(new GroupConfig.EventListenerGroup(
                "l", -1, List.of(aProgram("l").build()), 10, List.of("REMOTE_COMMUNICATION"), "acme.handlers:strict"));
        harness.says("l", "READY\n");
        publish("a");

        harness.says("l", "RESULT 2\nOK");

        assertThat(harness.log.lines())
                .contains("ERRO result_handler acme.handlers:strict: no plug-in in null goes by this name;"
                        + " listeners that use it will enter the UNKNOWN state");
        assertThat(logFrom("caused an error")).startsWith("WARN l: event caused an error", "DEBG l: BUSY -> UNKNOWN");
        assertThat(logFrom("rebuffering")).startsWith("DEBG rebuffering event 0 for pool l (buf size=0, max=10)");
    }

    @Test
    void aListenerThatHasClosedItsStdinIsPassedOver() {
        started(pool(
                "p",
                10,
                List.of("REMOTE_COMMUNICATION"),
                aProgram("p1").build(),
                aProgram("p2").build()));
        says("p1", "READY\n");
        harness.os.closeInput(processOf("p", "p1").snapshot().pid());
        says("p2", "READY\n");

        publish("a");

        assertThat(logFrom("epipe"))
                .containsExactly(
                        "DEBG epipe occurred while sending event 0 to listener p1, listener state unchanged",
                        "DEBG event 0 sent to listener p2");
        assertThat(inputOf("p", "p2")).endsWith("type:t\na");
    }

    @Test
    void aFullBufferDiscardsTheOldest() {
        started(pool("l", 2, "REMOTE_COMMUNICATION"));

        publish("a", "b", "c");
        harness.says("l", "READY\n");

        assertThat(overflows()).containsExactly("ERRO pool l event buffer overflowed, discarding event 0");
        assertThat(told("l")).containsExactly("b");
    }

    @Test
    void namesThatOverlapDeliverTwiceUnderTheSameNumbers() {
        started(pool("l", 50, "REMOTE_COMMUNICATION", "EVENT"));
        harness.says("l", "READY\n");
        for (int index = 0; index < 20; index++) {
            harness.says("l", "RESULT 2\nOKREADY\n");
        }
        input("l");

        publish("a");
        harness.says("l", "RESULT 2\nOKREADY\n");

        String twice = input("l");
        assertThat(twice).isEqualTo(twice.substring(0, twice.length() / 2).repeat(2));
        assertThat(harness.log.lines()).anyMatch(line -> line.matches("DEBG rebuffering event \\d+ for pool l .*"));
    }

    @Test
    void theDaemonsSerialIsTheSameInAllPoolsAndEachPoolCountsForItself() {
        started(pool("all", 50, "REMOTE_COMMUNICATION", "TICK_5"), pool("ticks", 50, "TICK_5"));
        publish("a");
        harness.advance(secs(5));
        harness.says("ticks", "READY\n");
        harness.says("all", "READY\n");
        harness.says("all", "RESULT 2\nOKREADY\n");

        assertThat(numbers(input("all"))).containsExactly("0 poolserial:0", "1 poolserial:1");
        assertThat(numbers(input("ticks"))).containsExactly("1 poolserial:0");
    }

    private static List<String> numbers(String input) {
        return SERIALS.matcher(input)
                .results()
                .map(found -> found.group(1) + " " + found.group(2))
                .toList();
    }

    @Test
    void anEventThatNobodyWantsTakesNoNumber() {
        started(pool("l", 10, "REMOTE_COMMUNICATION"), aProgram("web").alone());
        harness.exit("web", 1);
        harness.says("l", "READY\n");

        publish("a");

        assertThat(SERIAL.matcher(input("l")).results().map(MatchResult::group)).containsExactly(" serial:0 ");
    }

    @Test
    void aRejectionConcernsNoOtherPool() {
        started(pool("a", 10, "REMOTE_COMMUNICATION"), pool("b", 10, "REMOTE_COMMUNICATION"));
        harness.says("a", "READY\n");
        harness.says("b", "READY\n");
        publish("x");
        harness.says("b", "RESULT 2\nOKREADY\n");
        input("b");

        harness.says("a", "RESULT 4\nFAILREADY\n");

        assertThat(told("b")).isEmpty();
    }

    @Test
    void aPoolSeesTheGroupsThatComeAfterItAndItself() {
        started(
                aProgram("before").alone(),
                pool("l", 10, "PROCESS_GROUP"),
                aProgram("after").alone());
        harness.says("l", "READY\n");
        harness.says("l", "RESULT 2\nOKREADY\n");
        harness.says("l", "RESULT 2\nOKREADY\n");

        assertThat(input("l")).contains("groupname:l\n", "groupname:after\n").doesNotContain("before");
    }

    @Test
    void aRemovedPoolHearsNothingMoreAndCountsAnewWhenItComesBack() {
        GroupConfig config = pool("l", 10, "REMOTE_COMMUNICATION");
        started(config, pool("other", 10, "REMOTE_COMMUNICATION"));
        publish("before");
        harness.process("l").stop();
        harness.end("l", LoopHarness.TERMINATED);
        harness.supervisor.removeGroup(harness.supervisor.group("l").orElseThrow());
        publish("meanwhile");

        harness.supervisor.addGroup(config, Map.of(), null);
        harness.supervisor.group("l").orElseThrow().activate();
        harness.turn();
        harness.advance(secs(2));
        harness.says("l", "READY\n");
        publish("after");

        assertThat(numbers(input("l"))).containsExactly("2 poolserial:0");
    }

    @Test
    void aListenerThatAnswersWithoutReadingKeepsItsEventsWaitingInTheBuffer() {
        started(pool("l", 100, "REMOTE_COMMUNICATION"));
        harness.os.stopReading(harness.pid("l"));
        harness.says("l", "READY\n");
        String large = "x".repeat(1 << 20);

        for (int index = 0; index < 40; index++) {
            publish(large);
            if (!harness.process("l").listener().orElseThrow().isReady()) {
                harness.says("l", "RESULT 2\nOKREADY\n");
            }
        }
        assertThat(overflows())
                .as("at most 16 MiB wait in each of the two places")
                .isNotEmpty();
        harness.os.readOn(harness.pid("l"));
        harness.turn();
        String read = input("l");
        harness.says("l", "RESULT 2\nOKREADY\n");

        assertThat(read.length()).isBetween(15 << 20, 18 << 20);
        assertThat(told("l")).as("it goes on as soon as it reads").hasSize(1);
    }

    @Test
    void aListenersStdoutMakesNoEventsAndItsStderrDoes() {
        ProcessConfig chatty = aProgram("l").stdoutEvents().stderrEvents().build();
        started(pool("l", 10, List.of("REMOTE_COMMUNICATION"), chatty));

        harness.says("l", "READY\n");
        harness.channel("l", Channel.STDERR).listener().onData("oops".getBytes(StandardCharsets.UTF_8), () -> {});
        harness.turn();

        assertThat(harness.events)
                .filteredOn(event -> event.startsWith("PROCESS_LOG"))
                .singleElement()
                .asString()
                .endsWith("channel:stderr\noops");
    }

    @Test
    void aNewRunOfALostListenerIsServedAgain() {
        started(pool("l", 10, "REMOTE_COMMUNICATION"));
        harness.says("l", "hello world\n");
        publish("a");
        assertThat(told("l")).isEmpty();

        harness.exit("l", 1);
        harness.advance(secs(2));
        harness.says("l", "READY\n");

        assertThat(told("l")).containsExactly("a");
    }

    private EventPool info() {
        return harness.supervisor.eventPools().get(0);
    }

    @Test
    void aPoolTellsWhatWaitsAndForHowLongAndWhatHadToGo() {
        started(pool("l", 2, "REMOTE_COMMUNICATION"));
        harness.says("l", "READY\n");
        publish("a");
        publish("b");
        harness.advance(secs(5));
        publish("c", "d");
        harness.advance(secs(2));

        assertThat(info().waiting()).isEqualTo(2);
        assertThat(info().oldest()).as("b had to go, c came two seconds ago").isEqualTo(2);
        assertThat(info().discarded()).isEqualTo(1);
        assertThat(info().listeners())
                .containsExactly(new EventPool.Listener(
                        "l", ProcessState.RUNNING, "BUSY", 7, "REMOTE_COMMUNICATION", -1, 0, ""));
    }

    @Test
    void anAnswerThatIsTooShortIsToldApartFromNone() {
        started(pool("l", 2, "REMOTE_COMMUNICATION"));
        harness.says("l", "READY\n");
        publish("a");

        harness.says("l", "RESULT 2\nO");

        assertThat(info().listeners())
                .extracting(EventPool.Listener::announced, EventPool.Listener::written)
                .containsExactly(tuple(2, 1));
    }

    @Test
    void whatAListenerWroteWhenItWasLostIsKept() {
        started(pool("l", 2, "REMOTE_COMMUNICATION"));
        assertThat(info().listeners()).extracting(EventPool.Listener::lastwords).containsExactly("");

        harness.says("l", "Starting up\n");
        harness.says("l", "and more");

        assertThat(info().listeners())
                .extracting(EventPool.Listener::protocol, EventPool.Listener::lastwords)
                .containsExactly(tuple("UNKNOWN", "Starting up\n"));
        assertThat(info().oldest()).as("nothing waits").isEqualTo(-1);
    }
}
