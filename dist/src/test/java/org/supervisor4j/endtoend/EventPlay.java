package org.supervisor4j.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One daemon for which scenarios are played, one after another, and a listener that is told all that happens. Each step
 * of a script waits for its consequence, so that there is only one order.
 */
final class EventPlay {
    private static final String RECORDER = EventListenersIT.listener(
            "all",
            -100,
            "PROCESS_STATE,PROCESS_LOG,PROCESS_COMMUNICATION,REMOTE_COMMUNICATION,SUPERVISOR_STATE_CHANGE,PROCESS_GROUP",
            "",
            "buffer_size=1000\nstartsecs=0");

    private static final Pattern NUMBER = Pattern.compile("((?<= )(?:pool)?serial:)(\\d+)");
    private static final Pattern PROTOCOL_LINE =
            Pattern.compile("(?:WARN |DEBG |ERRO pool |sent to listener )(l\\w*)(?:: | event |$)");

    private final Sandbox sandbox;
    private final Daemon daemon;
    private int begin;
    private int logBegin;

    private EventPlay(Sandbox sandbox, Daemon daemon) {
        this.sandbox = sandbox;
        this.daemon = daemon;
    }

    /** Plays all of them; the transcript of each by its name. */
    static Map<String, List<String>> play(Installation installation, List<EventScenario> scenarios) {
        try (Sandbox sandbox = Sandbox.empty()) {
            RecordingListener.install(sandbox);
            sandbox.mkdirs("conf.d");
            Path configuration = sandbox.write(
                    "supervisord.conf",
                    (EventListenersIT.DAEMON + "[include]\nfiles=%1$s/conf.d/*.conf\n\n" + RECORDER)
                            .replace("%1$s", sandbox.root().toString()));
            Map<String, List<String>> transcripts = new LinkedHashMap<>();
            try (Daemon daemon = Daemon.start(installation, configuration, sandbox.path("supervisor.sock"))) {
                EventPlay play = new EventPlay(sandbox, daemon);
                play.await("SUPERVISOR_STATE_CHANGE_RUNNING");
                play.await("processname:all groupname:all from_state:STARTING");
                for (EventScenario scenario : scenarios) {
                    transcripts.put(scenario.name(), play.transcript(scenario));
                }
            }
            return transcripts;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> transcript(EventScenario scenario) throws IOException {
        begin = heard().size();
        logBegin = daemon.output().length();
        List<String> transcript = new ArrayList<>();
        try {
            perform(scenario);
        } catch (AssertionError stuck) {
            transcript.add("it did not come to its end: " + stuck.getMessage());
        }
        transcript.addAll(normalised(slice()));
        for (String listener : scenario.listeners()) {
            transcript.add("== " + listener);
            transcript.addAll(normalised(RecordingListener.record(sandbox, listener)));
            Files.deleteIfExists(sandbox.path(listener + ".record"));
            Files.deleteIfExists(sandbox.path(listener + ".record.go"));
        }
        if (!scenario.listeners().isEmpty()) {
            logHasCaughtUp();
            transcript.add("== log");
            protocolLog().values().forEach(transcript::addAll);
        }
        return transcript;
    }

    private void perform(EventScenario scenario) {
        Path file = sandbox.write(
                "conf.d/scenario.conf",
                scenario.sections().replace("%1$s", sandbox.root().toString()));
        try {
            call("reloadConfig");
            for (String group : scenario.groups()) {
                call("addProcessGroup", group);
                if (scenario.groups().size() > 1 && scenario.listeners().contains(group)) {
                    await("groupname:" + group + " from_state:STARTING");
                }
            }
            scenario.script().accept(this);
            answered();
        } finally {
            for (String group : scenario.groups()) {
                call("stopProcessGroup", group, false);
                until(group + " can be removed", () -> call("removeProcessGroup", group)
                        .contains("<boolean>1</boolean>"));
            }
            sandbox.write(sandbox.root().relativize(file).toString(), "");
            remote("end", scenario.name());
            await("type:end\\n" + scenario.name());
        }
    }

    String call(String method, Object... values) {
        return daemon.rpc().call("supervisor." + method, values);
    }

    void remote(String type, String data) {
        call("sendRemoteCommEvent", type, data);
    }

    /** Several remote events, told apart by their data. */
    void remotes(String... data) {
        for (String each : data) {
            remote("t", each);
        }
    }

    void start(String name) {
        call("startProcess", name, false);
    }

    void stop(String name) {
        call("stopProcess", name, false);
    }

    void stdin(String name, String text) {
        call("sendProcessStdin", name, text);
    }

    /** Starts it and waits until it runs. */
    void run(String name) {
        int before = count("PROCESS_STATE_RUNNING");
        start(name);
        await("PROCESS_STATE_RUNNING", before + 1);
    }

    /** Stops it and waits until it has stopped. */
    void end(String name) {
        int before = count("PROCESS_STATE_STOPPED");
        stop(name);
        await("PROCESS_STATE_STOPPED", before + 1);
    }

    /** Waits until the scenario's events have the text. */
    void await(String text) {
        await(text, 1);
    }

    void await(String text, int times) {
        until("it is told of " + text + " " + times + " times", () -> count(text) >= times);
    }

    /** Waits until the listener has been told that many events. */
    void told(String listener, int events) {
        until(
                listener + " has been told " + events + " events",
                () -> RecordingListener.record(sandbox, listener).size() >= events);
    }

    /** Ours is written by a thread of its own, which a busy disk holds up. */
    private void logHasCaughtUp() {
        int heard = heard().size();
        until("the log has the last event", () -> daemon.output().split("all: event was processed", -1).length > heard);
    }

    /** Waits until the log says so. */
    void logged(String text) {
        until("the log says " + text, () -> daemon.output().indexOf(text, logBegin) >= 0);
    }

    /** The listener has said READY, and runs, which under load may come later. */
    void ready(String listener) {
        logged(listener + ": ACKNOWLEDGED -> READY");
        until(listener + " runs", () -> slice().stream()
                .anyMatch(line -> line.contains("eventname:PROCESS_STATE_RUNNING")
                        && line.contains("processname:" + listener + " ")));
    }

    /** The listeners have answered all that they have been told. */
    void answered() {
        until("the listeners have answered", this::haveAllAnswered);
    }

    void go(String listener) {
        RecordingListener.go(sandbox, listener);
    }

    /** The original notices many things only when something wakes it, or after a second: so it is kept awake. */
    private void until(String what, BooleanSupplier condition) {
        Await.until(what, () -> daemon.rpc().answers() && condition.getAsBoolean());
    }

    private int count(String text) {
        return (int) slice().stream().filter(line -> line.contains(text)).count();
    }

    private List<String> slice() {
        List<String> heard = heard();
        return heard.subList(Math.min(begin, heard.size()), heard.size());
    }

    private List<String> heard() {
        return RecordingListener.record(sandbox, "all");
    }

    /** Both serials count from the first of them. */
    private static List<String> normalised(List<String> lines) {
        Map<String, Long> first = new LinkedHashMap<>();
        return lines.stream()
                .map(line -> NUMBER.matcher(line).replaceAll(found -> {
                    long number = Long.parseLong(found.group(2));
                    long offset = first.computeIfAbsent(found.group(1), key -> number);
                    return Matcher.quoteReplacement(found.group(1) + (number - offset));
                }))
                .toList();
    }

    /** What a listener has been told is written down before it answers. */
    private boolean haveAllAnswered() {
        return protocolLog().values().stream()
                .map(lines -> lines.get(lines.size() - 1))
                .allMatch(last -> last.endsWith("-> READY") || last.contains("UNKNOWN") || last.startsWith("ERRO"));
    }

    /** What the daemon's log says of each listener other than the one that hears everything, but for numbers. */
    private Map<String, List<String>> protocolLog() {
        Map<String, List<String>> lines = new TreeMap<>();
        for (String line : daemon.output().substring(logBegin).lines().toList()) {
            Matcher found = PROTOCOL_LINE.matcher(line);
            if (found.find()) {
                lines.computeIfAbsent(found.group(1), listener -> new ArrayList<>())
                        .add(line.replaceFirst("^\\S+ \\S+ ", "").replaceAll("event \\d+", "event N"));
            }
        }
        return lines;
    }
}
