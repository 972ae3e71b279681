package org.supervisor4j.daemon.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.state.StartPolicy;
import org.supervisor4j.daemon.state.StartPolicy.Restart;

/** The keys that make a process's {@link StartPolicy}. */
public final class PolicyKeys {
    static final KeyTable<ProcessConfig, StartPolicy> ALL = new KeyTable<>("", ProcessConfig::policy);
    static final Key<Boolean> AUTOSTART = ALL.nextStart("autostart", ValueKind.BOOLEAN, "true", StartPolicy::autostart);
    static final Key<Restart> AUTORESTART =
            ALL.live("autorestart", ValueKind.AUTORESTART, "unexpected", StartPolicy::restart);
    static final Key<Integer> STARTSECS = ALL.nextStart("startsecs", ValueKind.INTEGER, "1", StartPolicy::startsecs);
    static final Key<Integer> STARTRETRIES =
            ALL.live("startretries", ValueKind.INTEGER, "3", StartPolicy::startretries);
    static final Key<Integer> STOPSIGNAL = ALL.live("stopsignal", ValueKind.SIGNAL, "TERM", StartPolicy::stopsignal);
    static final Key<Integer> STOPWAITSECS =
            ALL.live("stopwaitsecs", ValueKind.INTEGER, "10", StartPolicy::stopwaitsecs);
    static final Key<Boolean> STOPASGROUP =
            ALL.live("stopasgroup", ValueKind.BOOLEAN, "false", StartPolicy::stopasgroup);
    /** Its default is what stopasgroup says. */
    static final Key<Boolean> KILLASGROUP = ALL.live("killasgroup", ValueKind.BOOLEAN, null, StartPolicy::killasgroup);

    static final Key<List<Integer>> EXITCODES =
            ALL.live("exitcodes", ValueKind.EXIT_CODES, "0", StartPolicy::exitcodes);

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
                killasgroup == null ? stopasgroup : killasgroup,
                RestartKeys.policy(values));
    }

    /** What cannot be so; null if there is nothing. contract: the reference's sentence. */
    public static @Nullable String contradiction(Values values) {
        return values.get(STOPASGROUP) && Boolean.FALSE.equals(values.find(KILLASGROUP))
                ? "Cannot set stopasgroup=true and killasgroup=false"
                : null;
    }
}
