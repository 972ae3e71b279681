package org.supervisor4j.daemon.supervisor;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Autorestart;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.LogFormat;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.os.Credentials;
import org.supervisor4j.daemon.os.FileAccess;

/** A program with Supervisor's defaults, for tests that care about one or two of its values. */
final class ProgramBuilder {
    private static final OutputConfig NO_LOG =
            new OutputConfig(new LogTarget.None(), 0, 0, false, 0, false, FileAccess.UNCHANGED, LogFormat.RAW);

    private static final OutputConfig EVENTS =
            new OutputConfig(new LogTarget.None(), 0, 0, false, 0, true, FileAccess.UNCHANGED, LogFormat.RAW);

    private final String name;
    private String command = "/bin/cat";
    private int priority = 999;
    private boolean autostart = true;
    private Autorestart autorestart = Autorestart.UNEXPECTED;
    private int startsecs = 1;
    private int startretries = 3;
    private int stopwaitsecs = 10;
    private boolean redirectStderr;
    private boolean asGroup;
    private @Nullable Credentials user;
    private OutputConfig stdout = NO_LOG;
    private OutputConfig stderr = NO_LOG;

    private ProgramBuilder(String name) {
        this.name = name;
    }

    static ProgramBuilder aProgram(String name) {
        return new ProgramBuilder(name);
    }

    ProgramBuilder command(String value) {
        command = value;
        return this;
    }

    ProgramBuilder priority(int value) {
        priority = value;
        return this;
    }

    ProgramBuilder notAutostarted() {
        autostart = false;
        return this;
    }

    ProgramBuilder autorestart(Autorestart value) {
        autorestart = value;
        return this;
    }

    ProgramBuilder startsecs(int value) {
        startsecs = value;
        return this;
    }

    ProgramBuilder startretries(int value) {
        startretries = value;
        return this;
    }

    ProgramBuilder stopwaitsecs(int value) {
        stopwaitsecs = value;
        return this;
    }

    ProgramBuilder redirectStderr() {
        redirectStderr = true;
        return this;
    }

    /** With stopasgroup, and so killasgroup. */
    ProgramBuilder stopasgroup() {
        asGroup = true;
        return this;
    }

    ProgramBuilder user(int uid) {
        user = new Credentials(uid, uid, List.of(uid));
        return this;
    }

    ProgramBuilder stdoutEvents() {
        stdout = EVENTS;
        return this;
    }

    ProgramBuilder stderrEvents() {
        stderr = EVENTS;
        return this;
    }

    ProcessConfig build() {
        return new ProcessConfig(
                name,
                command,
                user,
                null,
                OptionalInt.empty(),
                priority,
                autostart,
                autorestart,
                startsecs,
                startretries,
                15,
                stopwaitsecs,
                asGroup,
                asGroup,
                List.of(0),
                redirectStderr,
                stdout,
                stderr,
                Map.of("OWN", "value"),
                null);
    }

    /** The program as the group of its own that it is without a {@code [group:x]}. */
    GroupConfig alone() {
        return new GroupConfig.ProgramGroup(name, priority, List.of(build()));
    }
}
