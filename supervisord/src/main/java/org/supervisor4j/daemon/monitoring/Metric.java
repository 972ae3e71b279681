package org.supervisor4j.daemon.monitoring;

/** Every metric that there is, in the order of the page; {@code docs/metrics.md} has the same table. */
public enum Metric {
    NODE_STATE(
            "node_supervisord_state",
            Kind.GAUGE,
            Metric.PROCESS,
            "the state's number: 0, 10, 20, 30, 40, 100, 200, 1000"),
    NODE_UP("node_supervisord_up", Kind.GAUGE, Metric.PROCESS, "1 while it is STARTING, RUNNING or STOPPING, else 0"),
    NODE_EXIT_STATUS("node_supervisord_exit_status", Kind.GAUGE, Metric.PROCESS, "of the last run that is over"),
    NODE_START_TIME(
            "node_supervisord_start_time_seconds",
            Kind.GAUGE,
            Metric.PROCESS,
            "when its last start began, seconds since the epoch; only while it is up"),
    READY(
            "supervisor_process_ready",
            Kind.GAUGE,
            Metric.PROCESS,
            "1 if /readyz would find nothing wrong with it, else 0"),
    HEALTHY(
            "supervisor_process_healthy",
            Kind.GAUGE,
            Metric.PROCESS,
            "1 if its check has passed, else 0; only where there is a check, and a run"),
    RESTARTS(
            "supervisor_process_restarts",
            Kind.COUNTER,
            "group, name, reason",
            "starts that were not the first: exit, failed_start, replaced (by a check, a limit), request (of a client)"),
    START_DURATION(
            "supervisor_process_start_duration_seconds",
            Kind.HISTOGRAM,
            "group",
            "from the launch of a process to RUNNING"),
    OUTPUT(
            "supervisor_process_output_bytes",
            Kind.COUNTER,
            "group, name, channel",
            "what it has written, as it goes to the log; not what an event listener says"),
    CPU(
            "supervisor_process_cpu_seconds",
            Kind.COUNTER,
            Metric.PROCESS,
            "time of processors that the present run has used"),
    RESIDENT(
            "supervisor_process_resident_memory_bytes",
            Kind.GAUGE,
            Metric.PROCESS,
            "memory that it holds; a shared page counts for each that has it"),
    PROPORTIONAL(
            "supervisor_process_proportional_memory_bytes",
            Kind.GAUGE,
            Metric.PROCESS,
            "the same, but a shared page counts by its share"),
    OPEN_FILES("supervisor_process_open_fds", Kind.GAUGE, Metric.PROCESS, "open descriptors"),
    THREADS("supervisor_process_threads", Kind.GAUGE, Metric.PROCESS, "threads"),
    USAGE_AGE(
            "supervisor_usage_age_seconds",
            Kind.GAUGE,
            "",
            "how old the five above are: they are measured after each scrape, for the next one"),
    EVENT_QUEUE("supervisor_event_queue_length", Kind.GAUGE, "pool", "events that wait for a listener"),
    EVENT_OVERFLOWS(
            "supervisor_event_queue_overflows",
            Kind.COUNTER,
            "pool",
            "events that were discarded because buffer_size was reached"),
    RPC_REQUESTS("supervisor_rpc_requests", Kind.COUNTER, "method", "calls that were answered"),
    RPC_FAULTS("supervisor_rpc_faults", Kind.COUNTER, "method", "calls that were answered by a fault"),
    RPC_DURATION(
            "supervisor_rpc_request_duration_seconds",
            Kind.HISTOGRAM,
            "method",
            "from a call to its answer, with what it had to wait for"),
    LOST_BYTES(
            "supervisor_log_lost_bytes",
            Kind.COUNTER,
            "",
            "what logs could not take: a full disk, a reader that is gone or too slow"),
    TURNS("supervisor_control_loop_turns", Kind.COUNTER, "", "turns of the control loop"),
    BUSY("supervisor_control_loop_busy_seconds", Kind.COUNTER, "", "what these turns took"),
    LAG(
            "supervisor_control_loop_lag_seconds",
            Kind.GAUGE,
            "",
            "how long a task waited for the control loop at the last scrape"),
    STATE("supervisor_state", Kind.GAUGE, "", "of the daemon: 1 running, 0 restarting, -1 shutting down"),
    BUILD(
            "supervisor_build",
            Kind.INFO,
            "runtime, supervisor, version",
            "always 1; supervisor is the version that it answers like");

    private static final String PROCESS = "group, name";

    private final String base;
    private final Kind kind;
    private final String labels;
    private final String help;

    /** How a metric is to be read. */
    public enum Kind {
        /** Only grows, until the process or the daemon is a new one. */
        COUNTER,
        GAUGE,
        HISTOGRAM,
        INFO
    }

    Metric(String base, Kind kind, String labels, String help) {
        this.base = base;
        this.kind = kind;
        this.labels = labels;
        this.help = help;
    }

    /** The name without the ending that its kind gives it. */
    String base() {
        return base;
    }

    /** As Prometheus shows it; a histogram has more endings of its own. */
    public String exposed() {
        return base + (kind == Kind.COUNTER ? "_total" : kind == Kind.INFO ? "_info" : "");
    }

    public Kind kind() {
        return kind;
    }

    /** Their names, with commas between; empty for none. */
    public String labels() {
        return labels;
    }

    public String help() {
        return help;
    }
}
