package org.supervisor4j.daemon.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.state.Rate;
import org.supervisor4j.daemon.state.Recent;

/**
 * How many processes of a group may be started by themselves in a while. Those that would be too many wait, the lowest
 * priority number first. On the control loop only.
 */
public final class RestartBudget {
    private final EventLoop loop;
    private final Rate rate;
    private final Loop.Timer timer;
    /** In the order in which they asked. */
    private final Set<Subprocess> waiting = new LinkedHashSet<>();

    private Recent recent = Recent.NONE;
    private boolean looksSoon;
    /** Whose turn it is at this moment. */
    private @Nullable Subprocess next;

    /** @param group for its name */
    public RestartBudget(EventLoop loop, String group, Rate rate) {
        this.loop = loop;
        this.rate = rate;
        timer = loop.timer("restart budget of " + group, this::look);
    }

    public Rate rate() {
        return rate;
    }

    /**
     * Whether a process that is due may be started, which counts then. If not, it waits, and is settled when its turn
     * has come: in a later turn of the loop, so that of those that are due at the same time the first are the first.
     */
    boolean grants(Subprocess process) {
        loop.assertOnLoop();
        if (process == next) {
            next = null;
            recent = recent.with(rate, loop.now());
            return true;
        }
        waiting.add(process);
        lookSoon();
        return false;
    }

    /** It waits no more. */
    void leave(Subprocess process) {
        waiting.remove(process);
        if (waiting.isEmpty()) {
            timer.clear();
        }
    }

    private void lookSoon() {
        if (!looksSoon) {
            looksSoon = true;
            loop.post("restart budget", () -> {
                looksSoon = false;
                look();
            });
        }
    }

    private void look() {
        for (Subprocess first : inOrder()) {
            if (recent.freeAt(rate, loop.now()) > loop.now()) {
                break;
            }
            if (waiting.remove(first)) {
                next = first;
                // It asks again, unless it has something else to do by now.
                first.settle();
                next = null;
            }
        }
        if (waiting.isEmpty()) {
            timer.clear();
        } else {
            timer.set(recent.freeAt(rate, loop.now()));
        }
    }

    private List<Subprocess> inOrder() {
        List<Subprocess> order = new ArrayList<>(waiting);
        order.sort(Comparator.comparingInt(process -> process.config().priority()));
        return order;
    }

    /**
     * When a process that waits may be started, if no other one comes before it.
     *
     * @param ahead how many go first
     */
    public record Turn(int ahead, long at) {}

    /** The turns of those that wait. */
    public Map<Subprocess, Turn> turns() {
        Map<Subprocess, Turn> turns = new HashMap<>();
        Recent then = recent;
        long at = loop.now();
        for (Subprocess process : inOrder()) {
            at = then.freeAt(rate, at);
            then = then.with(rate, at);
            turns.put(process, new Turn(turns.size(), at));
        }
        return turns;
    }
}
