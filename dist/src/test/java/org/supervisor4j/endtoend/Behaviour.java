package org.supervisor4j.endtoend;

import java.util.Locale;

/**
 * How a program of {@link TortureIT} lives, as a branch of a shell script. Nothing of it outlives its parent for long.
 */
enum Behaviour {
    STEADY("exec sleep 1000", ""),
    EXITS_AT_ONCE("exit 3", ""),
    ENDS_SOON("sleep 0.3; exit 0", ""),
    IGNORES_TERM("trap '' TERM; while :; do sleep 1; done", ""),
    HAS_GRANDCHILDREN("while :; do sleep 2 & sleep 2 & wait; done", "stopasgroup=true\nkillasgroup=true\n"),
    FORKS_TWICE("(setsid sleep 1.5 &) & exit 0", ""),
    CLOSES_OUTPUT("exec >&- 2>&-; exec sleep 1000", ""),
    BURSTS("head -c " + Behaviour.BURST + " /dev/zero 2>&- | tr '\\0' x 2>&-; echo; echo \"end $$\"; exit 4", ""),
    STOPS_ITSELF("kill -STOP $$; exec sleep 1000", "");

    /** More than a pipe holds. */
    static final int BURST = 100_000;

    private final String script;
    private final String section;

    Behaviour(String script, String section) {
        this.script = script;
        this.section = section;
    }

    /** Lines of its section that it cannot do without. */
    String section() {
        return section;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A script whose first argument is the word of a behaviour. It begins by telling its process id. */
    static String script() {
        StringBuilder text = new StringBuilder("echo \"begin $$\"\ncase $1 in\n");
        for (Behaviour behaviour : values()) {
            text.append(behaviour.word()).append(")\n").append(behaviour.script).append("\n;;\n");
        }
        return text.append("esac\n").toString();
    }
}
