package org.supervisor4j.daemon.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.supervisor4j.model.SupervisorState;

/**
 * Holds what all open pages show, with a version that grows with each change. It answers what has changed since any
 * version, so a client that missed some needs no queue: the next answer has it all. One thread at a time.
 */
final class Board {
    /** The version of a client that has seen nothing. */
    static final long NOTHING_SEEN = -1;

    private final String epoch;
    private final Map<Long, byte[]> encoded = new HashMap<>();
    private List<Row> rows = List.of();
    private long[] changedAt = {};
    private SupervisorState mood = SupervisorState.RUNNING;
    private long version;
    private long structure;

    /** @param epoch names this board among those of other lives of the daemon: letters and digits */
    Board(String epoch) {
        this.epoch = epoch;
    }

    long version() {
        return version;
    }

    /**
     * Shows this from now on.
     *
     * @return whether anything has changed
     */
    boolean show(SupervisorState newMood, List<Row> newRows) {
        if (newMood == mood && newRows.equals(rows) && version > 0) {
            return false;
        }
        version++;
        encoded.clear();
        if (isSameStructure(newRows)) {
            for (int i = 0; i < changedAt.length; i++) {
                changedAt[i] = newRows.get(i).equals(rows.get(i)) ? changedAt[i] : version;
            }
        } else {
            structure = version;
            changedAt = new long[newRows.size()];
        }
        mood = newMood;
        rows = List.copyOf(newRows);
        return true;
    }

    private boolean isSameStructure(List<Row> newRows) {
        boolean same = version > 1 && newRows.size() == rows.size();
        for (int i = 0; same && i < rows.size(); i++) {
            same = rows.get(i).isAbout(newRows.get(i));
        }
        return same;
    }

    /** The version that an event's id names; {@link #NOTHING_SEEN} if it isn't one of this board's. */
    long versionOf(String id) {
        String number = id.startsWith(epoch + "-") ? id.substring(epoch.length() + 1) : "";
        long seen = number.matches("[0-9]{1,18}") ? Long.parseLong(number) : NOTHING_SEEN;
        return seen <= version ? seen : NOTHING_SEEN;
    }

    /**
     * The event that brings a client up to date: {@code change} with the rows that differ, or {@code state} with all,
     * where there are others now than then. Made once for all who have seen the same.
     *
     * @param now seconds since the epoch
     */
    byte[] since(long seen, long now) {
        return encoded.computeIfAbsent(seen < structure ? NOTHING_SEEN : seen, from -> encode(from, now));
    }

    private byte[] encode(long seen, long now) {
        List<Row> told = new ArrayList<>();
        for (int i = 0; i < changedAt.length; i++) {
            if (seen == NOTHING_SEEN || changedAt[i] > seen) {
                told.add(rows.get(i));
            }
        }
        StringBuilder out = new StringBuilder(128 + 192 * told.size());
        out.append("id: ").append(epoch).append('-').append(version).append("\nevent: ");
        out.append(seen == NOTHING_SEEN ? "state" : "change")
                .append("\ndata: {\"now\":")
                .append(now);
        out.append(",\"mood\":\"").append(mood.name()).append("\",\"processes\":[");
        for (int i = 0; i < told.size(); i++) {
            out.append(i == 0 ? "" : ",");
            told.get(i).appendTo(out);
        }
        return out.append("]}\n\n").toString().getBytes(UTF_8);
    }
}
