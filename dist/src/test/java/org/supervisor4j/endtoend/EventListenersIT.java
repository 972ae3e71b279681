package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners are told the same, to the byte, whichever daemon they serve. */
class EventListenersIT {
    static final String DAEMON = """
            [supervisord]
            logfile=/dev/null
            logfile_maxbytes=0
            loglevel=debug
            pidfile=%1$s/supervisord.pid
            childlogdir=%1$s
            user=root

            [unix_http_server]
            file=%1$s/supervisor.sock

            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

            [supervisorctl]
            serverurl=unix://%1$s/supervisor.sock

            """;

    /** Something that is played with one daemon. What it returns must not depend on which. */
    @FunctionalInterface
    private interface Play {
        List<String> with(Stagehand stage);
    }

    private record Stagehand(Sandbox sandbox, Daemon daemon, Path configuration) {
        void ctl(String... words) {
            Command.of(Installation.DEBIAN.supervisorctl(), "-c", configuration.toString())
                    .and(words)
                    .run();
        }

        void remote(String data) {
            daemon.rpc().sendRemoteCommEvent("test", data);
        }

        List<String> record(String name) {
            return RecordingListener.record(sandbox, name);
        }

        void awaitTold(String name, String text) {
            RecordingListener.awaitTold(sandbox, name, text);
        }

        void awaitCount(String name, int count) {
            RecordingListener.awaitCount(sandbox, name, count);
        }

        /** The listener runs and has said so. */
        void awaitReady(String group, String process) {
            daemon.rpc().awaitState(group.equals(process) ? process : group + ":" + process, "RUNNING");
            awaitLogged(process + ": ACKNOWLEDGED -> READY");
        }

        void awaitLogged(String text) {
            Await.until("the log says: " + text, () -> daemon.output().contains(text));
        }

        /** Messages of the daemon's log, without their times. */
        List<String> log(Predicate<String> wanted) {
            return daemon.output()
                    .lines()
                    .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\d .*"))
                    .map(line -> line.replaceFirst("^\\S+ \\S+ ", ""))
                    .filter(wanted)
                    .toList();
        }
    }

    private static List<String> play(Installation installation, String sections, Play play) throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            RecordingListener.install(sandbox);
            Path configuration = sandbox.write(
                    "supervisord.conf",
                    (DAEMON + sections).replace("%1$s", sandbox.root().toString()));
            try (Daemon daemon = Daemon.start(installation, configuration, sandbox.path("supervisor.sock"))) {
                return play.with(new Stagehand(sandbox, daemon, configuration));
            }
        }
    }

    static String listener(String name, int priority, String events, String answers, String more) {
        return """
                [eventlistener:%1$s]
                command=/usr/bin/python3 %%1$s/listener.py %%1$s/%2$s.record %3$s
                events=%4$s
                priority=%5$d
                stopsignal=KILL
                %6$s

                """.formatted(
                name, name + (more.contains("numprocs") ? "_%(process_num)d" : ""), answers, events, priority, more);
    }

    static String program(String name, String command, String more) {
        return "[program:%s]\ncommand=%s\nautostart=false\nautorestart=false\n%s\n\n".formatted(name, command, more);
    }

    @Test
    void theLivesOfProcessesAndGroupsAreToldAlike() throws IOException {
        String sections = listener(
                        "watcher",
                        -1,
                        "PROCESS_STATE,PROCESS_GROUP,SUPERVISOR_STATE_CHANGE,REMOTE_COMMUNICATION",
                        "",
                        "buffer_size=100")
                + program("stays", "sleep 1000", "startsecs=1")
                + program("expected", "sh -c 'exit 2'", "startsecs=0\nexitcodes=0,2")
                + program("unexpected", "sh -c 'exit 3'", "startsecs=0")
                + program("hopeless", "false", "startsecs=5\nstartretries=1");

        assertThat(play(Installation.OURS, sections, EventListenersIT::lives))
                .isEqualTo(play(Installation.DEBIAN, sections, EventListenersIT::lives))
                .hasSize(29);
    }

    private static List<String> lives(Stagehand stage) {
        stage.awaitReady("watcher", "watcher");
        stage.awaitTold("watcher", "processname:watcher groupname:watcher from_state:STARTING");
        stage.ctl("start", "stays");
        stage.ctl("stop", "stays");
        stage.awaitTold("watcher", "PROCESS_STATE_STOPPED");
        stage.ctl("start", "stays");
        stage.ctl("signal", "KILL", "stays");
        stage.awaitTold("watcher", "processname:stays groupname:stays from_state:RUNNING expected:0");
        stage.ctl("start", "expected");
        stage.awaitTold("watcher", "processname:expected groupname:expected from_state:RUNNING expected:1");
        stage.ctl("start", "unexpected");
        stage.awaitTold("watcher", "processname:unexpected groupname:unexpected from_state:RUNNING expected:0");
        stage.ctl("start", "hopeless");
        stage.awaitTold("watcher", "PROCESS_STATE_FATAL");
        stage.daemon().rpc().sendRemoteCommEvent("gr\u00fc\u00dfe", "eins\nzw\u00f6lf \ud83d\ude42 \u4e2d");
        stage.awaitTold("watcher", "REMOTE_COMMUNICATION");
        stage.sandbox().rewrite("supervisord.conf", text -> text.replace("[program:expected]", "[program:renamed]"));
        stage.ctl("update");
        stage.awaitTold("watcher", "PROCESS_GROUP_ADDED len:18");
        return stage.record("watcher");
    }

    @Test
    void outputAndCommunicationsAreToldAlike() throws IOException {
        String pause = "; sleep 0.5; ";
        String sections = listener(
                        "output", -1, "PROCESS_LOG,PROCESS_LOG_STDERR,PROCESS_COMMUNICATION", "", "buffer_size=100")
                + program(
                        "talks",
                        "sh -c \"echo out" + pause + "echo err >&2" + pause + "printf 'caf\\\\303\\\\251'" + pause
                                + "printf '\\\\377\\\\n'\"",
                        "stdout_events_enabled=true\nstderr_events_enabled=true")
                + program(
                        "captures",
                        "sh -c \"printf 'a<!--XSUPERVISOR:BEGIN-->kept\\\\nfor you<!--XSUPERVISOR:END-->b'" + pause
                                + "printf '<!--XSUPERVISOR:BEGIN--><!--XSUPERVISOR:END-->more' >&2" + pause + "\"",
                        "stdout_capture_maxbytes=1KB\nstderr_capture_maxbytes=1KB");

        assertThat(play(Installation.OURS, sections, EventListenersIT::output))
                .isEqualTo(play(Installation.DEBIAN, sections, EventListenersIT::output))
                .hasSize(7)
                .anyMatch(line -> line.contains("Undecodable: b'\\\\xff\\\\n'"));
    }

    private static List<String> output(Stagehand stage) {
        stage.awaitReady("output", "output");
        stage.ctl("start", "talks");
        stage.awaitCount("output", 5);
        stage.ctl("start", "captures");
        stage.awaitCount("output", 7);
        return stage.record("output");
    }

    @Test
    void rejectionsDeathsAndViolationsHaveTheSameConsequences() throws IOException {
        String remote = "REMOTE_COMMUNICATION";
        String sections = listener("fails", 1, remote, "FAIL FAIL OK FAIL", "")
                + listener("dies", 2, remote, "OK DIE", "autorestart=true")
                + listener("violates", 3, remote, "OK BAD", "")
                + listener("slow", 4, remote, "HOLD", "buffer_size=2")
                + listener("pair", 5, remote, "HOLD", "numprocs=2\nprocess_name=pair_%(process_num)d");

        assertThat(play(Installation.OURS, sections, EventListenersIT::troubles))
                .isEqualTo(play(Installation.DEBIAN, sections, EventListenersIT::troubles))
                .contains("ERRO pool slow event buffer overflowed, discarding event 1");
    }

    private static List<String> troubles(Stagehand stage) {
        for (String name : List.of("fails", "dies", "violates", "slow")) {
            stage.awaitReady(name, name);
        }
        stage.awaitReady("pair", "pair_0");
        stage.awaitReady("pair", "pair_1");
        stage.remote("one");
        stage.awaitCount("fails", 3);
        stage.awaitCount("dies", 1);
        stage.remote("two");
        stage.awaitCount("fails", 5);
        stage.awaitCount("dies", 3);
        stage.awaitLogged("violates: BUSY -> UNKNOWN");
        stage.awaitCount("pair_1", 1);
        stage.remote("three");
        stage.remote("four");
        stage.awaitCount("dies", 5);
        RecordingListener.go(stage.sandbox(), "slow", "pair_0");
        stage.awaitCount("slow", 3);
        stage.awaitCount("pair_0", 3);
        stage.awaitCount("fails", 7);
        return results(stage);
    }

    /** Whom the daemon told what, and what it said about it where that does not depend on the moment. */
    private static List<String> results(Stagehand stage) {
        List<String> results = new ArrayList<>();
        for (String name : List.of("fails", "dies", "violates", "slow", "pair_0", "pair_1")) {
            results.add("== " + name);
            results.addAll(stage.record(name));
        }
        results.add("== log");
        results.addAll(stage.log(line -> line.contains("overflowed") && line.contains("slow")));
        results.addAll(stage.log(line -> line.matches("\\w+ violates: .*")));
        results.addAll(stage.log(line -> line.matches("WARN fails: .*")));
        return results;
    }

    @ParameterizedTest(name = "{0} supervisord")
    @EnumSource(Installation.class)
    void aRestartGoesOnCountingAndTicksAreAlignedToTheClock(Installation installation) throws IOException {
        String sections =
                listener("clock", -2, "TICK_5", "", "") + listener("remote", -1, "REMOTE_COMMUNICATION", "", "");

        play(installation, sections, stage -> {
            stage.awaitReady("remote", "remote");
            stage.remote("before");
            stage.awaitCount("remote", 1);
            stage.awaitCount("clock", 1);
            stage.ctl("reload");
            Await.until(
                    "it has begun anew",
                    () -> stage.daemon().output().split("remote: ACKNOWLEDGED -> READY", -1).length > 3);
            stage.daemon().rpc().awaitState("remote", "RUNNING");
            stage.remote("after");
            stage.awaitCount("remote", 2);

            List<Long> serials = RecordingListener.numbers(stage.sandbox(), "remote", "serial");
            assertThat(serials.get(1)).isGreaterThan(serials.get(0));
            assertThat(RecordingListener.numbers(stage.sandbox(), "remote", "poolserial"))
                    .containsExactly(0L, 0L);
            assertThat(stage.record("clock").get(0))
                    .matches("'ver:3.0 server:supervisor serial:\\d+ pool:clock poolserial:0"
                            + " eventname:TICK_5 len:15\\\\nwhen:T'");
            assertThat(stage.sandbox().read("clock.record").lines()).allMatch(line -> line.matches(".*when:\\d*[05]'"));
            return List.of();
        });
    }
}
