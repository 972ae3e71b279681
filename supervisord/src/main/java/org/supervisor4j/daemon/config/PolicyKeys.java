package org.supervisor4j.daemon.config;

import java.util.List;
import org.supervisor4j.daemon.state.StartPolicy;

/** The keys that make a process's {@link StartPolicy}. */
final class PolicyKeys {
    static final KeyTable<ProcessConfig> ALL = new KeyTable<>();
    static final Key<ProcessConfig, Boolean> AUTOSTART =
            ALL.nextStart("autostart", Kind.BOOLEAN, "true", p -> p.policy().autostart());
    static final Key<ProcessConfig, StartPolicy.Restart> AUTORESTART = ALL.live(
            "autorestart", Kind.AUTORESTART, "unexpected", p -> p.policy().restart());
    static final Key<ProcessConfig, Integer> STARTSECS =
            ALL.nextStart("startsecs", Kind.INTEGER, "1", p -> p.policy().startsecs());
    static final Key<ProcessConfig, Integer> STARTRETRIES =
            ALL.live("startretries", Kind.INTEGER, "3", p -> p.policy().startretries());
    static final Key<ProcessConfig, Integer> STOPSIGNAL =
            ALL.live("stopsignal", Kind.SIGNAL, "TERM", p -> p.policy().stopsignal());
    static final Key<ProcessConfig, Integer> STOPWAITSECS =
            ALL.live("stopwaitsecs", Kind.INTEGER, "10", p -> p.policy().stopwaitsecs());
    static final Key<ProcessConfig, Boolean> STOPASGROUP =
            ALL.live("stopasgroup", Kind.BOOLEAN, "false", p -> p.policy().stopasgroup());
    /** Its default is what stopasgroup says. */
    static final Key<ProcessConfig, Boolean> KILLASGROUP =
            ALL.live("killasgroup", Kind.BOOLEAN, null, p -> p.policy().killasgroup());

    static final Key<ProcessConfig, List<Integer>> EXITCODES =
            ALL.live("exitcodes", Kind.EXIT_CODES, "0", p -> p.policy().exitcodes());

    private PolicyKeys() {}

    static StartPolicy policy(String name, Values values) {
        boolean stopasgroup = values.get(STOPASGROUP);
        Boolean killasgroup = values.find(KILLASGROUP);
        return new StartPolicy(
                name,
                values.get(AUTOSTART),
                values.get(AUTORESTART),
                values.get(STARTSECS),
                values.get(STARTRETRIES),
                values.get(EXITCODES),
                values.get(STOPSIGNAL),
                values.get(STOPWAITSECS),
                stopasgroup,
                killasgroup == null ? stopasgroup : killasgroup);
    }

    /** A group that gets the stop signal as a whole cannot be spared the last one. */
    static boolean contradict(Values values) {
        return values.get(STOPASGROUP) && Boolean.FALSE.equals(values.find(KILLASGROUP));
    }
}
