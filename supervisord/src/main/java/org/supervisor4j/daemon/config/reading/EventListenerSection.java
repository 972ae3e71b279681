package org.supervisor4j.daemon.config.reading;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.GroupConfig.EventListenerGroup;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.KeyTable;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.Surroundings;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;

/** {@code [eventlistener:x]}: what it has beyond a program. Its own messages come without the file's name. */
public final class EventListenerSection {
    public static final String PREFIX = "eventlistener:";
    private static final KeyTable<EventListenerGroup, EventListenerGroup> KEYS = new KeyTable<>("", group -> group);
    /** By default listeners start before everything else, and stop after it. */
    static final Key<Integer> PRIORITY = KEYS.live("priority", ValueKind.INTEGER, "-1", EventListenerGroup::priority);

    static final Key<Integer> BUFFER_SIZE =
            KEYS.live("buffer_size", ValueKind.INTEGER, "10", EventListenerGroup::bufferSize);
    static final Key<String> RESULT_HANDLER = KEYS.restart(
            "result_handler",
            ValueKind.STRING,
            "supervisor.dispatchers:default_handler",
            EventListenerGroup::resultHandler);
    static final Key<List<String>> EVENTS = KEYS.restart("events", ValueKind.LIST, "", EventListenerGroup::events);
    /** Not in the original, which would refuse such names among the others. */
    static final Key<List<String>> EVENTS_EXTRA =
            KEYS.restart("events_extra", ValueKind.LIST, "", EventListenerGroup::eventsExtra);

    static final Key<Boolean> REDIRECT_STDERR = KEYS.unseen("redirect_stderr", ValueKind.BOOLEAN, "false");
    public static final List<Key<?>> ALL = KEYS.all();

    /** contract: the names of the reference's {@code events.EventTypes}. */
    static final Set<String> EVENT_TYPES = Set.of(
            "EVENT",
            "PROCESS_STATE",
            "PROCESS_STATE_STOPPED",
            "PROCESS_STATE_EXITED",
            "PROCESS_STATE_STARTING",
            "PROCESS_STATE_STOPPING",
            "PROCESS_STATE_BACKOFF",
            "PROCESS_STATE_FATAL",
            "PROCESS_STATE_RUNNING",
            "PROCESS_STATE_UNKNOWN",
            "PROCESS_COMMUNICATION",
            "PROCESS_COMMUNICATION_STDOUT",
            "PROCESS_COMMUNICATION_STDERR",
            "PROCESS_LOG",
            "PROCESS_LOG_STDOUT",
            "PROCESS_LOG_STDERR",
            "REMOTE_COMMUNICATION",
            "SUPERVISOR_STATE_CHANGE",
            "SUPERVISOR_STATE_CHANGE_RUNNING",
            "SUPERVISOR_STATE_CHANGE_STOPPING",
            "TICK",
            "TICK_5",
            "TICK_60",
            "TICK_3600",
            "PROCESS_GROUP",
            "PROCESS_GROUP_ADDED",
            "PROCESS_GROUP_REMOVED");

    static final Set<String> EXTRA_TYPES = Set.of("X_PROCESS_HEALTH");

    private final ParseRun run;
    private final IniSection section;
    private final SectionReader keys;
    private final Expansion scope;

    EventListenerSection(ParseRun run, IniSection section) {
        this.run = run;
        this.section = section;
        this.keys = run.reader(section);
        this.scope = run.withHere();
    }

    GroupConfig read() {
        int priority = keys.read(PRIORITY, scope);
        int bufferSize = keys.read(BUFFER_SIZE, scope);
        if (bufferSize < 1) {
            keys.problem(BUFFER_SIZE, bracketed() + " section sets invalid buffer_size (" + bufferSize + ")");
        }
        String resultHandler = resultHandler();
        List<String> events = events();
        List<String> extra = eventsExtra();
        if (keys.read(REDIRECT_STDERR, scope)) {
            keys.problem(
                    REDIRECT_STDERR,
                    bracketed() + " section sets redirect_stderr=true but this is not allowed because it will"
                            + " interfere with the eventlistener protocol");
        }
        // The pool's name is taken as it is; that of its processes is checked.
        String name = section.suffix();
        List<ProcessConfig> processes = new ProgramSection(run, section, name).processes();
        return new EventListenerGroup(name, priority, processes, bufferSize, events, resultHandler, extra);
    }

    private String bracketed() {
        return "[" + section.name() + "]";
    }

    private String resultHandler() {
        String spec = keys.read(RESULT_HANDLER, scope);
        Optional<String> reason =
                run.lookups().surroundings().whyUnresolvable(Surroundings.PluginKind.RESULT_HANDLER, spec);
        if (reason.isPresent()) {
            keys.problem(RESULT_HANDLER, spec + " cannot be resolved within " + bracketed() + ": " + reason.get());
        }
        return spec;
    }

    private List<String> events() {
        Set<String> events = new LinkedHashSet<>();
        for (String event : keys.read(EVENTS, scope)) {
            events.add(event.toUpperCase(Locale.ROOT));
        }
        if (events.isEmpty()) {
            keys.problem(EVENTS, bracketed() + " section requires an \"events\" line");
        }
        for (String event : events) {
            if (!EVENT_TYPES.contains(event)) {
                keys.problem(EVENTS, "Unknown event type " + event + " in " + bracketed() + " events");
            }
        }
        return List.copyOf(events);
    }

    private List<String> eventsExtra() {
        Set<String> events = new LinkedHashSet<>();
        for (String event : keys.read(EVENTS_EXTRA, scope)) {
            String name = event.toUpperCase(Locale.ROOT);
            if (EXTRA_TYPES.contains(name)) {
                events.add(name);
            } else {
                keys.problem(
                        EVENTS_EXTRA,
                        "events_extra: there is no event " + event + " for " + bracketed()
                                + (EVENT_TYPES.contains(name)
                                        ? "; this one belongs into events"
                                        : "; it takes X_PROCESS_HEALTH"));
            }
        }
        return List.copyOf(events);
    }
}
