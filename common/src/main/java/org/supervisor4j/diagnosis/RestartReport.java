package org.supervisor4j.diagnosis;

import java.util.Locale;

/**
 * When a process is started again by itself, as {@code supervisor4j.getRestartState} tells it.
 *
 * @param state what the method answers
 */
public record RestartReport(Members state) {
    private static final int LONG_SECONDS = 120;
    private static final int MILLIS = 1000;

    /** Whether there will be such a start, if nothing else happens. */
    public boolean comes() {
        return isTimeKnown() || waitsForBudget();
    }

    /** Whether it is known when. */
    public boolean isTimeKnown() {
        return milliseconds() >= 0;
    }

    private boolean waitsForBudget() {
        return state.text("waitsfor").equals("BUDGET");
    }

    /** Until then; negative if that is not known. */
    public int milliseconds() {
        return state.members().get("milliseconds") instanceof Integer millis ? millis : -1;
    }

    /** What comes before the time: {@code tries again in}, with a blank at its end. */
    public String before() {
        if (!waitsForBudget()) {
            return "tries again in ";
        }
        int ahead = state.number("ahead");
        String budget = state.text("budget");
        return "waits for its turn, as restart_budget" + (budget.isEmpty() ? "" : "=" + budget)
                + " of its group allows no more now"
                + (ahead == 0 ? "" : ", and " + ahead + (ahead == 1 ? " goes" : " go") + " before it")
                + (isTimeKnown() ? "; tries again in " : "");
    }

    /** How long it is until then. */
    public String left() {
        return left(milliseconds());
    }

    /** So many milliseconds in words, as pages count them down: {@code 12 s}, or {@code 0:02:24} where it is long. */
    public static String left(long milliseconds) {
        long seconds = (milliseconds + MILLIS - 1) / MILLIS;
        return seconds < LONG_SECONDS
                ? seconds + " s"
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** {@code (4th of 5 in 60 s)}; empty where there is no limit. */
    public String after() {
        return state.number("limit") == 0 ? "" : " (" + ordinal(state.number("recent") + 1) + ofLimit() + ")";
    }

    private String ofLimit() {
        int window = state.number("window");
        return " of " + state.number("limit") + " in "
                + (window % MILLIS == 0 ? window / MILLIS + " s" : window + " ms");
    }

    /** What happened lately, where that is limited; empty if nothing did. */
    public String lately() {
        int recent = state.number("recent");
        return state.number("limit") == 0 || recent == 0
                ? ""
                : "was started by itself " + recent + ofLimit().replaceFirst(" of ", " times of ")
                        + " that restart_limit allows";
    }

    private static String ordinal(int number) {
        int tens = number / 10 % 10;
        String ending =
                switch (tens == 1 ? 0 : number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return number + ending;
    }

    /** All of it; empty if there is nothing to say. */
    public String words() {
        return !comes() ? lately() : isTimeKnown() ? before() + left() + after() : before();
    }
}
