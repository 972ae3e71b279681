package org.supervisor4j.ctl.commands;

import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.ctl.session.Struct;

/**
 * One of the two logs of a process.
 *
 * @param process as methods and paths name it: {@code group:name}
 * @param prefix what stands before its lines
 */
record LogChannel(String process, boolean isStderr, String prefix) {

    /** The logs that the process has: none, one or two. */
    static List<LogChannel> of(Struct process, LinePrefix prefix) {
        String name = process.name();
        List<LogChannel> channels = new ArrayList<>(2);
        if (!process.text("stdout_logfile").isEmpty()) {
            channels.add(new LogChannel(process.namespec(), false, prefix.of(name, false)));
        }
        if (!process.text("stderr_logfile").isEmpty()) {
            channels.add(new LogChannel(process.namespec(), true, prefix.of(name, true)));
        }
        return channels;
    }

    String tailMethod() {
        return isStderr ? "tailProcessStderrLog" : "tailProcessStdoutLog";
    }

    /** Where the log can be followed. */
    String path() {
        return "/logtail/" + process + (isStderr ? "/stderr" : "/stdout");
    }
}
