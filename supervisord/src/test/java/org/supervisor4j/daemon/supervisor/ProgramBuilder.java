package org.supervisor4j.daemon.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Dependencies;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.HealthConfig;
import org.supervisor4j.daemon.config.Launch;
import org.supervisor4j.daemon.config.LogFormat;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.graph.Dependency;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.files.FileAccess;
import org.supervisor4j.daemon.state.Essential;
import org.supervisor4j.daemon.state.RestartPolicy;
import org.supervisor4j.daemon.state.StartPolicy;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.ini.InvalidValueException;

/** A program with Supervisor's defaults, for tests that care about one or two of its values. */
public final class ProgramBuilder {
    private static final OutputConfig NO_LOG = output(new LogTarget.None(), false);
    private static final OutputConfig EVENTS = output(new LogTarget.None(), true);

    private String name;
    private String command = "/bin/cat";
    private int priority = 999;
    private boolean autostart = true;
    private Restart autorestart = Restart.UNEXPECTED;
    private int startsecs = 1;
    private int startretries = 3;
    private int stopwaitsecs = 10;
    private boolean redirectStderr;
    private boolean stopasgroup;
    private boolean killasgroup;
    private int stopsignal = 15;
    private List<Integer> exitcodes = List.of(0);
    private @Nullable ProcessUser user;
    private RestartPolicy again = RestartPolicy.ORIGINAL;
    private HealthConfig health = HealthConfig.NONE;
    private OutputConfig stdout = NO_LOG;
    private OutputConfig stderr = NO_LOG;
    private String dependsOn = "";
    private String partOf = "";
    private Duration dependsOnTimeout = Duration.ZERO;
    private boolean dependentStartup;
    private String waitFor = "";
    private Essential essential = Essential.NO;

    private ProgramBuilder(String name) {
        this.name = name;
    }

    private static OutputConfig output(LogTarget target, boolean events) {
        return new OutputConfig(target, 0, 0, false, 0, events, FileAccess.UNCHANGED, LogFormat.RAW);
    }

    public static ProgramBuilder aProgram(String name) {
        return new ProgramBuilder(name);
    }

    /** Another one that is the same from here on. */
    ProgramBuilder named(String value) {
        name = value;
        return this;
    }

    public ProgramBuilder command(String value) {
        command = value;
        return this;
    }

    ProgramBuilder essential(Essential value) {
        essential = value;
        return this;
    }

    ProgramBuilder priority(int value) {
        priority = value;
        return this;
    }

    public ProgramBuilder notAutostarted() {
        autostart = false;
        return this;
    }

    public ProgramBuilder autorestart(Restart value) {
        autorestart = value;
        return this;
    }

    public ProgramBuilder startsecs(int value) {
        startsecs = value;
        return this;
    }

    public ProgramBuilder startretries(int value) {
        startretries = value;
        return this;
    }

    public ProgramBuilder stopwaitsecs(int value) {
        stopwaitsecs = value;
        return this;
    }

    public ProgramBuilder again(RestartPolicy value) {
        again = value;
        return this;
    }

    public ProgramBuilder redirectStderr() {
        redirectStderr = true;
        return this;
    }

    /** With stopasgroup, and so killasgroup. */
    public ProgramBuilder stopasgroup() {
        stopasgroup = true;
        return killasgroup();
    }

    ProgramBuilder killasgroup() {
        killasgroup = true;
        return this;
    }

    ProgramBuilder stopsignal(int value) {
        stopsignal = value;
        return this;
    }

    ProgramBuilder exitcodes(List<Integer> value) {
        exitcodes = value;
        return this;
    }

    public ProgramBuilder user(int uid) {
        user = new ProcessUser(uid, uid, List.of(uid));
        return this;
    }

    public ProgramBuilder stdoutEvents() {
        stdout = EVENTS;
        return this;
    }

    ProgramBuilder stdoutLogfile(String path) {
        stdout = output(new LogTarget.File(path), false);
        return this;
    }

    public ProgramBuilder stderrEvents() {
        stderr = EVENTS;
        return this;
    }

    public ProgramBuilder health(HealthConfig value) {
        health = value;
        return this;
    }

    public ProgramBuilder dependsOn(String value) {
        dependsOn = value;
        return this;
    }

    ProgramBuilder dependsOnTimeout(int seconds) {
        dependsOnTimeout = Duration.ofSeconds(seconds);
        return this;
    }

    ProgramBuilder partOf(String value) {
        partOf = value;
        return this;
    }

    /** With what the plug-in of that name waits for. */
    ProgramBuilder dependentStartup(String value) {
        dependentStartup = true;
        waitFor = value;
        return notAutostarted();
    }

    private Dependencies dependencies() {
        try {
            return new Dependencies(
                    name,
                    Dependency.all(dependsOn),
                    dependsOnTimeout,
                    Dependency.together(partOf),
                    dependentStartup,
                    waitFor);
        } catch (InvalidValueException mistake) {
            throw new AssertionError(mistake);
        }
    }

    public ProcessConfig build() {
        return new ProcessConfig(
                name,
                priority,
                new Launch(command, user, null, OptionalInt.empty(), Map.of("OWN", "value"), null),
                new StartPolicy(
                        name,
                        autostart,
                        autorestart,
                        startsecs,
                        startretries,
                        exitcodes,
                        stopsignal,
                        stopwaitsecs,
                        stopasgroup,
                        killasgroup,
                        again),
                dependencies(),
                redirectStderr,
                stdout,
                stderr,
                health,
                essential);
    }

    /** The program as the group of its own that it is without a {@code [group:x]}. */
    public GroupConfig alone() {
        return new GroupConfig.ProgramGroup(name, priority, List.of(build()));
    }
}
