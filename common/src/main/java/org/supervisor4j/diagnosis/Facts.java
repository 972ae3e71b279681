package org.supervisor4j.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.NeedsOfProcess;

/**
 * What is known about a process.
 *
 * @param process what {@code getProcessInfo} answers
 * @param config its part of what {@code getAllConfigInfo} answers; empty if there is none
 * @param ends how its last runs ended
 * @param output the last lines that it wrote
 * @param user whose it is, in words; empty if that is supervisord's own user, or unknown
 * @param portOwner who has the port that the output says is taken: {@code port 80: process 123 (nginx)}; empty if
 *     nobody, or if that cannot be told
 * @param pool what it serves as an event listener; null if it is none, or if the daemon does not tell
 * @param restart when it is started again by itself; null if the daemon does not tell
 * @param needs whom it needs, and how these are, in words
 */
public record Facts(
        Members process,
        Map<?, ?> config,
        PastEnds ends,
        Output output,
        String user,
        String portOwner,
        @Nullable PoolReport pool,
        @Nullable RestartReport restart,
        List<String> needs) {
    public Facts {
        needs = List.copyOf(needs);
    }

    /** Of one that needs nobody, and of a daemon that does not tell when it starts processes by itself. */
    public Facts(
            Members process,
            Map<?, ?> config,
            PastEnds ends,
            Output output,
            String user,
            String portOwner,
            @Nullable PoolReport pool) {
        this(process, config, ends, output, user, portOwner, pool, null, List.of());
    }

    /**
     * Lines of a log.
     *
     * @param file empty for none
     * @param lines of standard error, or of standard output if that has none
     */
    public record Output(String file, List<String> lines) {
        private static final int OUTPUT_LINES = 10;

        public static final Output NONE = new Output("", List.of());

        public Output {
            lines = List.copyOf(lines);
        }

        /** The last lines of a text that are not blank. */
        public static List<String> lastLines(String text) {
            List<String> lines = new ArrayList<>();
            for (String line : text.split("\n", -1)) {
                if (!line.isBlank()) {
                    lines.add(line.stripTrailing());
                }
            }
            return List.copyOf(lines.subList(Math.max(0, lines.size() - OUTPUT_LINES), lines.size()));
        }
    }

    public String name() {
        return Namespec.of(process.text("group"), process.text("name"));
    }

    public String state() {
        return process.text("statename");
    }

    /** For whom its start waits, in words; empty if it does not. */
    public String waiting() {
        String description = process.text("description");
        boolean isDown = !state().equals("RUNNING") && !state().equals("STARTING");
        return isDown && description.startsWith(NeedsOfProcess.WAITING)
                ? description.substring(NeedsOfProcess.WAITING.length())
                : "";
    }

    /** Whether it ended again and again within the last minute, whatever it does now. */
    public boolean isFlapping() {
        return ends.isFlapping(process.number("now"));
    }

    /** Whether it is going to be started by itself, as far as is known. */
    boolean comesBack() {
        return restart != null && restart.comes();
    }

    /** It as a listener; null if it is none, or if the daemon does not tell. */
    @Nullable
    public ListenerReport listener() {
        if (pool != null) {
            for (ListenerReport listener : pool.listeners()) {
                if (listener.name().equals(process.text("name"))) {
                    return listener;
                }
            }
        }
        return null;
    }

    /** Whether it is ready, and well; null if the daemon does not tell. */
    @Nullable
    public HealthReport health() {
        return HealthReport.of(process);
    }

    /** A setting as text; empty if it is unknown or unset. */
    public String setting(String key) {
        Object value = config.get(key);
        // contract: the original's words for None
        return value == null || value.equals("none") ? "" : String.valueOf(value);
    }

    /** How the last run ended; null if that is not known. */
    @Nullable
    PastEnd last() {
        return ends.all().isEmpty() ? null : ends.all().get(ends.all().size() - 1);
    }

    /** The same in words; empty if it is not known. */
    String lastEnd() {
        PastEnd last = last();
        return last == null ? "" : last.text();
    }

    /** How long the last run lasted, in milliseconds; -1 if that is not known. */
    long lasted() {
        PastEnd last = last();
        if (last != null && last.milliseconds() >= 0) {
            return last.milliseconds();
        }
        long seconds = process.number("stop") - (long) process.number("start");
        return process.number("stop") == 0 || seconds < 0 ? -1 : seconds * 1000;
    }

    /** What the last child could not do on its way to the program: from the daemon, or from what the child wrote. */
    String lastFailure() {
        PastEnd last = last();
        if (last != null && !last.failure().isEmpty()) {
            return last.failure();
        }
        String prefix = "supervisor: couldn't ";
        for (int i = output.lines().size() - 1; i >= 0; i--) {
            String line = output.lines().get(i);
            if (line.startsWith(prefix) && lastEnd().equals("exit status 127")) {
                return line.substring(prefix.length() - "couldn't ".length());
            }
        }
        return "";
    }
}
