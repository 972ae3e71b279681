package org.supervisor4j.endtoend;

import static org.supervisor4j.endtoend.EventScenario.calls;
import static org.supervisor4j.endtoend.EventScenario.program;

import java.util.List;
import java.util.stream.Stream;

/** What processes, their output, groups and clients cause. */
final class EventScenarios {
    /** Writes what it is told on stdin, with the escapes of printf; one line is one write. */
    private static final String PRINTF = "sh -c 'while read -r x; do printf \"$x\"; done'";

    private static final String PRINTF_ERR = "sh -c 'while read -r x; do printf \"$x\" >&2; done'";
    private static final String EXIT = "sh -c 'read code; exit $code'";
    private static final String AT_ONCE = "startsecs=0\n";
    private static final String OUT = AT_ONCE + "stdout_events_enabled=true\n";
    private static final String CAPTURE = AT_ONCE + "stdout_capture_maxbytes=1KB\n";
    private static final String BEGIN = "<!--XSUPERVISOR:BEGIN-->";
    private static final String END = "<!--XSUPERVISOR:END-->";

    private EventScenarios() {}

    static List<EventScenario> all() {
        return Stream.of(clients(), lives(), deaths(), groups(), output(), communications(), ListenerScenarios.all())
                .flatMap(List::stream)
                .toList();
    }

    private static EventScenario remote(String name, String type, String data) {
        return calls(name, play -> play.remote(type, data));
    }

    private static List<EventScenario> clients() {
        return List.of(
                remote("a client sends a word", "t", "word"),
                remote("a client sends nothing", "t", ""),
                remote("a client sends something without a type", "", "data"),
                remote("a client sends lines", "t", "one\ntwo\n"),
                remote("a client sends a type with blanks and colons", "a: b", "c:d"),
                remote("a client sends characters of two bytes", "gr\u00fc\u00dfe", "zw\u00f6lf"),
                remote("a client sends characters of three bytes", "t", "\u4e2d\u6587"),
                remote("a client sends characters of four bytes", "t", "\ud83d\ude42\ud83d\ude42"),
                remote("a client sends what XML escapes", "<t>", "a & b > c"),
                remote("a client sends much", "t", "0123456789".repeat(3000)));
    }

    private static List<EventScenario> lives() {
        return List.of(
                program("a program is started and stopped", "sleep 1000", AT_ONCE, play -> {
                    play.run("p");
                    play.end("p");
                }),
                program("a program stays up for startsecs", "sleep 1000", "startsecs=1", play -> play.run("p")),
                program("a program is killed by its stopsignal", "sleep 1000", AT_ONCE + "stopsignal=KILL", play -> {
                    play.run("p");
                    play.end("p");
                }),
                program(
                        "a program does not heed its stopsignal",
                        "sh -c \"trap '' TERM; echo; while :; do read x; done\"",
                        OUT + "stopwaitsecs=1",
                        play -> {
                            play.start("p");
                            play.await("PROCESS_LOG_STDOUT");
                            play.end("p");
                        }),
                program("a program is started twice", "sleep 1000", AT_ONCE, play -> {
                    play.run("p");
                    play.end("p");
                    play.run("p");
                }),
                program(
                        "a program gets a signal and lives on",
                        "sh -c 'trap : HUP; while :; do read x; done'",
                        AT_ONCE,
                        play -> {
                            play.run("p");
                            play.call("signalProcess", "p", "CONT");
                        }),
                several(
                        "processes of one program have names of their own",
                        "numprocs=2\nprocess_name=p_%(process_num)d",
                        "p_0",
                        "p_1"));
    }

    private static EventScenario several(String name, String more, String... processes) {
        return program(name, "sleep 1000", AT_ONCE + more, play -> {
            for (String process : processes) {
                play.run("p:" + process);
            }
            for (String process : processes) {
                play.end("p:" + process);
            }
        });
    }

    private static EventScenario exit(String name, String more, String code, String... consequences) {
        return program(name, EXIT, AT_ONCE + more, play -> {
            play.run("p");
            play.stdin("p", code + "\n");
            play.await("PROCESS_STATE_EXITED");
            for (String consequence : consequences) {
                play.await(consequence, 2);
            }
        });
    }

    private static List<EventScenario> deaths() {
        String again = "PROCESS_STATE_RUNNING";
        return List.of(
                exit("a program exits as expected", "", "0"),
                exit("a program exits unexpectedly", "", "3"),
                exit("a program exits with one of its exitcodes", "exitcodes=0,3", "3"),
                exit("a program exits with none of its exitcodes", "exitcodes=1", "0"),
                exit("a program that always runs exits", "autorestart=true", "0", again),
                exit("a program that may exit does so", "autorestart=unexpected", "0"),
                exit("a program that may not exit does so", "autorestart=unexpected", "1", again),
                program("a program is killed", "sleep 1000", AT_ONCE, play -> {
                    play.run("p");
                    play.call("signalProcess", "p", "KILL");
                    play.await("PROCESS_STATE_EXITED");
                }),
                program(
                        "a program that is always restarted is killed",
                        "sleep 1000",
                        AT_ONCE + "autorestart=true",
                        play -> {
                            play.run("p");
                            play.call("signalProcess", "p", "KILL");
                            play.await(again, 2);
                        }),
                program("a program ends too soon and is given up", "false", "startsecs=5\nstartretries=0", play -> {
                    play.start("p");
                    play.await("PROCESS_STATE_FATAL");
                }),
                program("a program ends too soon and is tried again", "false", "startsecs=5\nstartretries=1", play -> {
                    play.start("p");
                    play.await("PROCESS_STATE_FATAL");
                }),
                program(
                        "a program that waits for its next try is stopped",
                        "false",
                        "startsecs=5\nstartretries=9",
                        play -> {
                            play.start("p");
                            play.await("PROCESS_STATE_BACKOFF");
                            play.end("p");
                        }),
                program("a program that is starting is stopped", "sleep 1000", "startsecs=100", play -> {
                    play.start("p");
                    play.await("PROCESS_STATE_STARTING");
                    play.end("p");
                }));
    }

    private static List<EventScenario> groups() {
        String sections = EventListenersIT.program("a", "sleep 1000", "startsecs=1\npriority=1")
                + EventListenersIT.program("b", "sleep 1000", "startsecs=1\npriority=2")
                + "[group:g]\nprograms=a,b\n";
        return List.of(
                program("a group is added and removed", "sleep 1000", "", play -> {}),
                new EventScenario("a group is started", sections, List.of("g"), List.of(), play -> {
                    play.call("startProcessGroup", "g", true);
                    play.await("PROCESS_STATE_RUNNING", 2);
                    play.end("g:b");
                    play.end("g:a");
                }),
                new EventScenario("a process of a group is started", sections, List.of("g"), List.of(), play -> {
                    play.run("g:b");
                    play.end("g:b");
                }));
    }

    private static EventScenario writes(String name, String command, String more, String events, String... pieces) {
        return program(name, command, more, play -> {
            play.run("p");
            for (int piece = 0; piece < pieces.length; piece++) {
                play.stdin("p", pieces[piece] + "\n");
                play.await(events, piece + 1);
            }
        });
    }

    private static List<EventScenario> output() {
        String log = "PROCESS_LOG";
        String both = OUT + "stderr_events_enabled=true\n";
        return List.of(
                writes("a program writes lines", "cat", OUT, log, "one", "two", "three"),
                writes("a program writes without a line end", PRINTF, OUT, log, "one", "two"),
                writes("a program writes several lines at once", PRINTF, OUT, log, "one\\ntwo\\n"),
                writes("a program writes to stderr", PRINTF_ERR, both, log, "oops\\n"),
                writes(
                        "a program writes to a redirected stderr",
                        PRINTF_ERR,
                        OUT + "redirect_stderr=true",
                        log,
                        "oops"),
                writes("a program writes characters", "cat", OUT, log, "gr\u00fc\u00dfe \ud83d\ude42"),
                writes("a program writes what is no text", PRINTF, OUT, log, "\\377\\n", "a\\000b"),
                writes("a program tears a character", PRINTF, OUT, log, "caf\\303", "\\251\\n"),
                writes("a program writes quotes that are no text", PRINTF, OUT, log, "'\\377", "\"\\377'\\t\\r"),
                writes("a program writes much", "cat", OUT, log, "0123456789".repeat(300)),
                program(
                        "a program writes what nobody is told of",
                        "sh -c 'echo a; echo b >&2; read x'",
                        AT_ONCE,
                        play -> play.run("p")),
                program("a program writes and exits", "sh -c 'read x; printf last; exit 0'", OUT, play -> {
                    play.run("p");
                    play.stdin("p", "\n");
                    play.await("PROCESS_STATE_EXITED");
                }));
    }

    private static List<EventScenario> communications() {
        String told = "PROCESS_COMMUNICATION";
        String err = AT_ONCE + "stderr_capture_maxbytes=1KB\n";
        return List.of(
                writes("a program tells something", PRINTF, CAPTURE, told, BEGIN + "news" + END),
                // The original looks for the end only when it has more than that.
                writes("a program tells nothing", PRINTF, CAPTURE, told, BEGIN + END + "and goes on"),
                writes("a program tells several things", PRINTF, CAPTURE, told, BEGIN + "a" + END, BEGIN + "b" + END),
                writes("a program tells something on stderr", PRINTF_ERR, err, told, BEGIN + "news" + END),
                writes(
                        "a program tells something in the middle",
                        PRINTF,
                        CAPTURE,
                        told,
                        "a" + BEGIN + "b\\nc" + END + "d"),
                writes("a program tells what is no text", PRINTF, CAPTURE, told, BEGIN + "\\377" + END),
                writes("a program tells characters", "cat", CAPTURE, told, BEGIN + "\u4e2d\u6587" + END),
                writes(
                        "a program tells as much as it may",
                        "cat",
                        CAPTURE,
                        told,
                        BEGIN + "0123456789".repeat(100) + END),
                program("a program tells two things at once", PRINTF, CAPTURE, play -> {
                    play.run("p");
                    play.stdin("p", BEGIN + "a" + END + BEGIN + "b" + END + "\n");
                    play.await(told, 2);
                }),
                program("a program tells something piece by piece", PRINTF, CAPTURE, play -> {
                    play.run("p");
                    play.stdin("p", BEGIN + "a\n");
                    play.stdin("p", "b\n");
                    play.stdin("p", "c" + END + "\n");
                    play.await(told);
                }),
                program("a program does not tell to the end", PRINTF, CAPTURE, play -> {
                    play.run("p");
                    play.stdin("p", BEGIN + "a\n");
                    play.end("p");
                }));
    }
}
