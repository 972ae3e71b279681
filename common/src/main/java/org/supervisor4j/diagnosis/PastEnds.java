package org.supervisor4j.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** How the last runs of a process ended, the oldest first. */
public record PastEnds(List<PastEnd> all) {
    /** So many a daemon keeps of each process: enough for a whole series of retries. */
    public static final int MOST = 10;

    /** More would push what matters off the screen. */
    private static final int MOST_LINES = 5;

    private static final int RECENT_SECONDS = 60;
    private static final int OFTEN = 3;

    public PastEnds {
        all = List.copyOf(all);
    }

    /** One line for each, equal ones that follow each other in one. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < all.size(); ) {
            int to = from + 1;
            while (to < all.size() && all.get(to).isLike(all.get(from))) {
                to++;
            }
            lines.add(line(all.subList(from, to)));
            from = to;
        }
        return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
    }

    private static String line(List<PastEnd> alike) {
        PastEnd first = alike.get(0);
        PastEnd last = alike.get(alike.size() - 1);
        String when = first.day() + " " + first.clock();
        if (alike.size() == 1) {
            return when + "  " + after(first.lasted()) + first.how();
        }
        String until = first.day().equals(last.day()) ? last.clock() : last.day() + " " + last.clock();
        return alike.size() + " times from " + when + " to " + until + "  " + after(range(alike)) + first.how();
    }

    private static String after(String time) {
        return time.isEmpty() ? "" : "after " + time + ": ";
    }

    private static String range(List<PastEnd> alike) {
        PastEnd least = alike.get(0);
        PastEnd most = alike.get(0);
        for (PastEnd end : alike) {
            least = end.milliseconds() < least.milliseconds() ? end : least;
            most = end.milliseconds() > most.milliseconds() ? end : most;
        }
        return least.lasted().equals(most.lasted()) ? most.lasted() : least.lasted() + " to " + most.lasted();
    }

    /**
     * How often it ended within the last minute without having been asked to.
     *
     * @param now of the daemon, in seconds since 1970
     */
    public int recent(long now) {
        int count = 0;
        for (PastEnd end : all) {
            boolean isRecent = end.stop() > now - RECENT_SECONDS && end.stop() <= now;
            count += isRecent && !end.wasAsked() ? 1 : 0;
        }
        return count;
    }

    /** The same in words: of more ends than are kept nobody knows. */
    String howOften(long now) {
        boolean isOverflowing = all.size() >= MOST && all.get(0).stop() > now - RECENT_SECONDS;
        return (isOverflowing ? "at least " : "") + recent(now);
    }

    /** Whether it comes up and ends again and again, whatever it does at the moment. */
    public boolean isFlapping(long now) {
        return recent(now) >= OFTEN;
    }
}
