package org.supervisor4j.daemon.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.ProcessState;

/** How far a process must be before those that need it are started. */
public enum Condition {
    STARTED {
        @Override
        boolean holds(Standing process) {
            return process.hasChild() || process.state() == ProcessState.EXITED;
        }
    },
    RUNNING {
        @Override
        boolean holds(Standing process) {
            return process.state() == ProcessState.RUNNING;
        }
    },
    HEALTHY {
        @Override
        boolean holds(Standing process) {
            return process.state() == ProcessState.RUNNING && process.isHealthy();
        }
    },
    READY {
        @Override
        boolean holds(Standing process) {
            return process.state() == ProcessState.RUNNING && process.isReady();
        }
    },
    COMPLETED {
        @Override
        boolean holds(Standing process) {
            return process.hasCompleted();
        }
    },
    COMPLETED_SUCCESSFULLY {
        @Override
        boolean holds(Standing process) {
            return process.hasCompleted() && process.hasSucceeded();
        }
    },
    /** It has been in one of some states: what {@code dependent_startup_wait_for=} means. No word stands for it. */
    REACHED {
        @Override
        boolean holds(Standing process) {
            throw new UnsupportedOperationException("depends on the states");
        }
    };

    /** How process-compose begins its words for these. */
    private static final String PREFIX = "process_";

    abstract boolean holds(Standing process);

    /** Whether it waits for an end. */
    public boolean isAboutTheEnd() {
        return this == COMPLETED || this == COMPLETED_SUCCESSFULLY;
    }

    /** As it is written: {@code completed_successfully}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Null if no condition is written so. */
    static @Nullable Condition of(String written) {
        String word = written.startsWith(PREFIX) ? written.substring(PREFIX.length()) : written;
        if (word.equals("log_ready")) {
            return READY;
        }
        for (Condition condition : values()) {
            if (condition != REACHED && condition.word().equals(word)) {
                return condition;
            }
        }
        return null;
    }

    /** The words there are. */
    public static List<String> words() {
        List<String> words = new ArrayList<>();
        for (Condition condition : values()) {
            if (condition != REACHED) {
                words.add(condition.word());
            }
        }
        return words;
    }
}
