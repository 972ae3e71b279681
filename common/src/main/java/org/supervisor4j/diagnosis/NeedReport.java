package org.supervisor4j.diagnosis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.RpcFault;

/** Whom each process needs and how these are, as {@code supervisor4j.getDependencies} tells it, in words. */
public final class NeedReport {
    private NeedReport() {}

    /** By namespec; without those that need nobody. Empty where the daemon is one of the original. */
    public static Map<String, List<String>> all(PoolReport.Call daemon) throws IOException {
        Map<String, List<String>> all = new TreeMap<>();
        try {
            for (Members process : Members.listOf(daemon.call("supervisor4j.getDependencies"))) {
                List<String> lines = new ArrayList<>();
                for (Members need : Members.listOf(process.members().get("needs"))) {
                    lines.add(line(need));
                }
                if (!lines.isEmpty()) {
                    all.put(Namespec.of(process.text("group"), process.text("name")), lines);
                }
            }
        } catch (RpcFault unknown) {
            if (!unknown.is(Fault.UNKNOWN_METHOD)) {
                throw unknown;
            }
        }
        return all;
    }

    private static String line(Members need) {
        String state = need.text("statename");
        String now = state.isEmpty() ? "is not there" : "is " + state;
        boolean isMet = Boolean.TRUE.equals(need.members().get("met"));
        return need.text("name") + " (" + need.text("condition") + "): " + (isMet ? "yes, it " : "not yet, it ") + now;
    }
}
