package org.supervisor4j.ctl.diagnosis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.supervisor4j.diagnosis.Advice;
import org.supervisor4j.diagnosis.Facts;
import org.supervisor4j.diagnosis.HealthReport;
import org.supervisor4j.diagnosis.ListenerReport;
import org.supervisor4j.diagnosis.Meaning;
import org.supervisor4j.diagnosis.PastEnd;
import org.supervisor4j.diagnosis.PoolReport;

/** The facts about a process, and their meaning: for people, or for programs. */
public final class ProcessDiagnosis {
    private final Facts facts;

    ProcessDiagnosis(Facts facts) {
        this.facts = facts;
    }

    /** Lines for people. */
    public List<String> lines() {
        return Explanation.of(facts);
    }

    /** The same as what becomes a JSON object: texts, numbers, booleans, arrays and maps. */
    public Map<String, Object> members() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", facts.name());
        map.put("statename", facts.state());
        map.put("spawnerr", facts.process().text("spawnerr"));
        map.put("meaning", Meaning.of(facts));
        map.put("command", facts.setting("command"));
        map.put("directory", facts.setting("directory"));
        map.put("user", facts.user());
        map.put("flapping", facts.isFlapping());
        map.put("runs", facts.ends().all().stream().map(ProcessDiagnosis::run).toArray());
        map.put("logfile", facts.output().file());
        map.put("output", facts.output().lines().toArray());
        map.put("advice", Advice.on(facts).toArray());
        HealthReport health = facts.health();
        if (health != null) {
            map.put("health", health.health().members());
        }
        if (!facts.needs().isEmpty()) {
            map.put("needs", facts.needs().toArray());
            map.put("waiting", facts.waiting());
        }
        PoolReport pool = facts.pool();
        ListenerReport listener = facts.listener();
        if (pool != null && listener != null) {
            map.put("listener", listener(pool, listener));
        }
        return map;
    }

    private static Map<String, Object> run(PastEnd end) {
        return Map.of(
                "stop", end.stop(),
                "milliseconds", end.milliseconds(),
                "text", end.text(),
                "failure", end.failure(),
                "asked", end.wasAsked());
    }

    private static Map<String, Object> listener(PoolReport pool, ListenerReport listener) {
        return Map.of(
                "protocol", listener.protocol(),
                "seconds", listener.seconds(),
                "eventname", listener.eventname(),
                "announced", listener.announced(),
                "written", listener.written(),
                "lastwords", listener.lastwords(),
                "waiting", pool.waiting(),
                "oldest", pool.oldest(),
                "discarded", pool.discarded(),
                "buffersize", pool.buffersize());
    }
}
