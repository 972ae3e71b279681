package org.supervisor4j.daemon.web;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.rpc.DaemonView.Aside;
import org.supervisor4j.model.JsonText;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessState;

/**
 * What a page shows of a process. Only what changes by itself as time goes by, the uptime, is left to the reader.
 *
 * @param text the description; empty for one that runs, where it would tell the uptime
 * @param aside what its info does not tell
 * @param usage null where nothing is known
 */
record Row(
        String group,
        String process,
        ProcessState state,
        int pid,
        int start,
        String text,
        Aside aside,
        ResourceMeter.@Nullable Usage usage) {

    static Row of(ProcessInfo info, Aside aside, ResourceMeter.@Nullable Usage usage) {
        return new Row(
                info.group(),
                info.name(),
                info.state(),
                info.pid(),
                info.start(),
                info.state() == ProcessState.RUNNING ? "" : info.description(),
                aside,
                info.pid() == 0 ? null : usage);
    }

    String namespec() {
        return Namespec.of(group, process);
    }

    /** Whether it is the same process, at the same place of the page. */
    boolean isAbout(Row other) {
        return group.equals(other.group) && process.equals(other.process);
    }

    void appendTo(StringBuilder out) {
        out.append("{\"group\":");
        JsonText.append(out, group);
        out.append(",\"process\":");
        JsonText.append(out, process);
        out.append(",\"name\":");
        JsonText.append(out, namespec());
        out.append(",\"state\":\"").append(state.name()).append("\",\"pid\":").append(pid);
        out.append(",\"start\":").append(start).append(",\"text\":");
        JsonText.append(out, text);
        if (!aside.health().isEmpty()) {
            out.append(",\"health\":");
            JsonText.append(out, aside.health());
        }
        if (aside.comes()) {
            out.append(",\"comes\":true");
        }
        if (aside.nextStart() != 0) {
            out.append(",\"next\":").append(aside.nextStart());
        }
        if (usage != null) {
            out.append(",\"rss\":").append(usage.residentBytes());
            if (usage.cpu() != ResourceMeter.UNKNOWN) {
                out.append(",\"cpu\":").append(usage.cpu());
            }
        }
        out.append('}');
    }
}
