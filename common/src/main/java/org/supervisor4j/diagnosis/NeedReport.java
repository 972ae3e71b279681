package org.supervisor4j.diagnosis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.RpcCall;

/** Whom each process needs and how these are, as {@code supervisor4j.getDependencies} tells it, in words. */
public final class NeedReport {
    private NeedReport() {}

    /** By namespec; without those that need nobody. Empty where the daemon is one of the original. */
    public static Map<String, List<String>> all(RpcCall daemon) throws IOException {
        Map<String, List<String>> all = new TreeMap<>();
        Object answer = daemon.callIfKnown("supervisor4j.getDependencies");
        for (Members process : answer == null ? List.<Members>of() : Members.listOf(answer)) {
            List<String> lines = new ArrayList<>();
            for (Members need : Members.listOf(process.members().get("needs"))) {
                lines.add(line(need));
            }
            if (!lines.isEmpty()) {
                all.put(Namespec.of(process.text("group"), process.text("name")), lines);
            }
        }
        return all;
    }

    private static String line(Members need) {
        String state = need.text("statename");
        String now = state.isEmpty() ? "is not there" : "is " + state;
        return need.text("name") + " (" + need.text("condition") + "): "
                + (need.flag("met") ? "yes, it " : "not yet, it ") + now;
    }
}
