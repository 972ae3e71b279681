package org.supervisor4j.ctl.commands;

import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Namespec;

/**
 * One of the two logs of a process.
 *
 * @param process as methods and paths name it: {@code group:name}
 * @param prefix what stands before its lines
 */
record LogChannel(String process, boolean isStderr, String prefix) {

    /** The logs that the process has: none, one or two. */
    static List<LogChannel> of(Struct process, LinePrefix prefix) {
        String name = name(process);
        List<LogChannel> channels = new ArrayList<>(2);
        if (!process.text("stdout_logfile").isEmpty()) {
            channels.add(new LogChannel(namespec(process), false, prefix.of(name, false)));
        }
        if (!process.text("stderr_logfile").isEmpty()) {
            channels.add(new LogChannel(namespec(process), true, prefix.of(name, true)));
        }
        return channels;
    }

    /** The name that people see. */
    static String name(Struct process) {
        return Namespec.of(process.text("group"), process.text("name"));
    }

    static String namespec(Struct process) {
        return process.text("group") + ":" + process.text("name");
    }

    String tailMethod() {
        return isStderr ? "tailProcessStderrLog" : "tailProcessStdoutLog";
    }

    /** Where the log can be followed. */
    String path() {
        return "/logtail/" + process + (isStderr ? "/stderr" : "/stdout");
    }
}
