package org.supervisor4j.daemon.state;

import java.util.Collection;
import java.util.Optional;

/**
 * When the daemon ends by itself, beside what its programs say of themselves ({@link Essential}). A value.
 *
 * @param onAllExited when no program runs any more, nor will by itself
 * @param onAnyFatal when any program is FATAL
 */
public record ExitRule(boolean onAllExited, boolean onAnyFatal) {
    public static final ExitRule NONE = new ExitRule(false, false);

    /**
     * That it ends.
     *
     * @param code its exit status
     * @param line what the log says
     */
    public record DaemonEnd(int code, String line) {}

    /** Whether it ends with this process. */
    public Optional<DaemonEnd> with(Ending ending) {
        String tail = ending.process() + " " + ending.text() + ", shutting down";
        if (ending.essential().endsWith(ending)) {
            return Optional.of(new DaemonEnd(ending.code(), "essential program " + tail));
        }
        return onAnyFatal && ending.isFatal()
                ? Optional.of(new DaemonEnd(ending.code(), "program " + tail + " (exit_on=any_fatal)"))
                : Optional.empty();
    }

    /**
     * Whether it ends now that nothing runs.
     *
     * @param last how each program ended last, in the order of the ends; empty if none has
     */
    public Optional<DaemonEnd> atRest(Collection<Ending> last) {
        if (!onAllExited || last.isEmpty()) {
            return Optional.empty();
        }
        int code = last.stream()
                .filter(ending -> !ending.isExpected())
                .mapToInt(Ending::code)
                .filter(failure -> failure != 0)
                .findFirst()
                .orElse(0);
        return Optional.of(new DaemonEnd(code, "all programs have ended, shutting down (exit_on=all_exited)"));
    }
}
