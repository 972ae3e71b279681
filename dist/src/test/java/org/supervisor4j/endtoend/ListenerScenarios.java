package org.supervisor4j.endtoend;

import static org.supervisor4j.endtoend.EventScenario.listener;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What listeners subscribe to, how they answer, and what waits for them. */
final class ListenerScenarios {
    private static final String REMOTE = "REMOTE_COMMUNICATION";

    private ListenerScenarios() {}

    static List<EventScenario> all() {
        return Stream.of(answers(), subscriptions(), waiting())
                .flatMap(List::stream)
                .toList();
    }

    /** One listener that is sent two events and told so many altogether. */
    private static EventScenario answering(String name, String answers, int told) {
        return answering(name, answers, "", told, play -> {});
    }

    private static EventScenario answering(
            String name, String answers, String more, int told, Consumer<EventPlay> between) {
        return listener(name, answers, more, play -> {
            play.ready("l");
            play.remotes("one");
            play.told("l", 1);
            between.accept(play);
            play.remotes("two");
            play.told("l", told);
        });
    }

    /** It has died of its first event, and been told it again in its second life. */
    private static void diesOnce(EventPlay play) {
        play.await("PROCESS_STATE_RUNNING", 2);
        play.told("l", 2);
    }

    private static List<EventScenario> answers() {
        return List.of(
                answering("a listener answers OK", "", 2),
                answering("a listener fails once", "FAIL OK", 3),
                answering("a listener fails several times", "FAIL FAIL FAIL OK", 5),
                answering(
                        "a listener dies with an event", "DIE OK", "autorestart=true", 3, ListenerScenarios::diesOnce),
                answering(
                        "a listener dies several times",
                        "DIE OK DIE",
                        "autorestart=true",
                        4,
                        ListenerScenarios::diesOnce),
                answering("a listener answers in capitals only", "SAY:RESULT_2|ok OK", 3),
                answering("a listener answers with a line end", "SAY:RESULT_3|OK|", 3),
                answering("a listener answers with nothing", "SAY:RESULT_0|", 3),
                answering("a listener calls its result something else", "SAY:FOOBARZ2|OK", 2),
                answering("a listener writes blanks around the length", "SAY:RESULT__2_|OK", 2),
                answering("a listener writes a sign before the length", "SAY:RESULT_+2|OK", 2),
                answering("a listener writes zeros before the length", "SAY:RESULT_002|OK", 2),
                answering("a listener gives a long answer", "SAY:RESULT_20|" + "x".repeat(20), 3),
                listener("a listener answers with something that is no result", "BAD", "", play -> {
                    play.ready("l");
                    play.remotes("one");
                    play.logged("l: BUSY -> UNKNOWN");
                }),
                says(
                        "a listener writes something else at its start",
                        "echo Hello, world",
                        "l: ACKNOWLEDGED -> UNKNOWN"),
                says("a listener says READY twice", "printf 'READY\\\\nREADY\\\\n'", "l: READY -> UNKNOWN"),
                says("a listener says READY and talks", "printf 'READY\\\\nx'", "l: READY -> UNKNOWN"));
    }

    /** A listener of a shell's that says something once. */
    private static EventScenario says(String name, String command, String logged) {
        String section = "[eventlistener:l]\ncommand=sh -c \"" + command + "; exec sleep 1000\"\nevents=" + REMOTE
                + "\npriority=1\nstartsecs=0\n";
        return new EventScenario(name, section, List.of("l"), List.of("l"), play -> play.logged(logged));
    }

    private static EventScenario subscribed(String name, String events, int told) {
        String sections = EventListenersIT.listener("l", 1, events, "", "startsecs=0\nbuffer_size=50")
                + EventListenersIT.program("p", "cat", "startsecs=0\nstdout_events_enabled=true");
        return new EventScenario(name, sections, List.of("l", "p"), List.of("l"), play -> {
            play.ready("l");
            play.run("p");
            play.stdin("p", "line\n");
            play.await("PROCESS_LOG_STDOUT");
            play.remotes("word");
            play.end("p");
            play.told("l", told);
        });
    }

    private static List<EventScenario> subscriptions() {
        return List.of(
                subscribed("a listener subscribes to all states", "PROCESS_STATE", 5),
                subscribed("a listener subscribes to one state", "PROCESS_STATE_STOPPED", 1),
                subscribed("a listener subscribes in small letters", "process_state_stopped,remote_communication", 2),
                subscribed("a listener subscribes twice to the same", REMOTE + "," + REMOTE, 1),
                subscribed(
                        "a listener subscribes to names of which one covers the other",
                        "PROCESS_LOG,PROCESS_LOG_STDOUT",
                        2),
                subscribed("a listener subscribes to groups", "PROCESS_GROUP", 2),
                pools("two pools hear of the same"),
                listener(
                        "a listener hears of its own beginning",
                        "PROCESS_STATE,PROCESS_GROUP",
                        "",
                        "",
                        play -> play.told("l", 3)));
    }

    private static EventScenario pools(String name) {
        String sections = EventListenersIT.listener("l", 1, REMOTE, "", "startsecs=0")
                + EventListenersIT.listener("l2", 2, REMOTE, "FAIL", "startsecs=0");
        return new EventScenario(name, sections, List.of("l", "l2"), List.of("l", "l2"), play -> {
            play.ready("l");
            play.ready("l2");
            play.remotes("word");
            play.told("l", 1);
            play.told("l2", 2);
        });
    }

    private static EventScenario late(String name, int size, String... data) {
        int told = Math.min(size, data.length);
        return listener(name, "", "autostart=false\nbuffer_size=" + size, play -> {
            play.remotes(data);
            play.run("l");
            play.told("l", told);
        });
    }

    private static List<EventScenario> waiting() {
        return List.of(
                late("events wait for a listener", 10, "one", "two", "three"),
                late("the oldest of too many go", 2, "one", "two", "three", "four"),
                late("one place is one event", 1, "one", "two"),
                listener("events overflow behind a busy listener", "HOLD", "buffer_size=2", play -> {
                    play.ready("l");
                    play.remotes("one");
                    play.told("l", 1);
                    play.remotes("two", "three", "four", "five");
                    play.go("l");
                    play.told("l", 3);
                }),
                listener(
                        "what waits is dropped with its pool",
                        "",
                        "autostart=false",
                        play -> play.remotes("one", "two")),
                listener("many events come in their order", "", "buffer_size=100", play -> {
                    play.ready("l");
                    play.remotes("0 1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o p q r s t".split(" ", -1));
                    play.told("l", 30);
                }),
                listener(
                        "the processes of a pool share its events",
                        "HOLD",
                        "numprocs=2\nprocess_name=l_%(process_num)d",
                        play -> {
                            play.ready("l_0");
                            play.ready("l_1");
                            play.remotes("one");
                            play.logged("sent to listener l_0");
                            play.remotes("two");
                            play.logged("sent to listener l_1");
                            play.told("l_0", 1);
                            play.told("l_1", 1);
                            play.go("l_0");
                            play.go("l_1");
                            play.answered();
                            play.end("l:l_0");
                            play.end("l:l_1");
                        }));
    }
}
