package org.supervisor4j.ctl.diagnosis;

import java.util.Map;

/**
 * One thing that was looked at.
 *
 * @param text for people
 */
public record DoctorFinding(Verdict verdict, String text) {
    /** Its meaning for somebody who wants to reach the daemon. */
    public enum Verdict {
        /** As it should be, or just a fact. */
        OK("ok  "),
        /** Works, but may not be meant so. */
        WARNING("warn"),
        /** This is why it does not work. */
        BAD("BAD ");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }
    }

    /** The members of a JSON object: the texts {@code verdict} (OK, WARNING, BAD) and {@code text}. */
    public Map<String, Object> members() {
        return Map.of("verdict", verdict.name(), "text", text);
    }

    static DoctorFinding ok(String text) {
        return new DoctorFinding(Verdict.OK, text);
    }

    static DoctorFinding warning(String text) {
        return new DoctorFinding(Verdict.WARNING, text);
    }

    static DoctorFinding bad(String text) {
        return new DoctorFinding(Verdict.BAD, text);
    }

    @Override
    public String toString() {
        return verdict.word + "  " + text;
    }
}
