package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.Columns;
import org.supervisor4j.ctl.session.Interrupts;
import org.supervisor4j.ctl.session.Output;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ctl.xmlrpc.XmlRpcClient;
import org.supervisor4j.model.RpcFault;

/**
 * {@code status --watch}: the status, again each second, until Ctrl-C. A terminal shows it in place; everything else
 * gets it once, and after that the lines of what has changed. A daemon that goes away is waited for.
 *
 * <p>Leaves no mark on the terminal: neither another screen nor a mode that would have to be reset.
 */
final class StatusWatch {
    private static final long SECOND = TimeUnit.SECONDS.toMillis(1);

    private final Session session;
    private final List<String> names;
    private final Output output;
    private final Semaphore wakeUp = new Semaphore(0);
    private volatile boolean ended;
    private volatile boolean resized = true;
    private volatile @Nullable XmlRpcClient client;
    private TerminalSize size = TerminalSize.USUAL;
    /** How many lines the cursor stands below the first one. */
    private int drawn;
    /** What was told of each process, by its name. */
    private final Map<String, String> told = new TreeMap<>();

    StatusWatch(Session session, List<String> names) {
        this.session = session;
        this.names = names;
        this.output = session.output();
    }

    /** @param first what there is now */
    void run(List<Struct> first) {
        Interrupts ctrlC = Interrupts.handle(this::end);
        Interrupts window = Interrupts.whenResized(() -> {
            resized = true;
            wakeUp.release();
        });
        try {
            show(first, "");
            while (!ended && rest()) {
                next();
            }
        } finally {
            window.close();
            ctrlC.close();
        }
        if (output.movesCursor()) {
            // behind what the terminal shows of Ctrl-C
            output.line("");
        }
    }

    /** On the JVM's signal thread. */
    private void end() {
        ended = true;
        wakeUp.release();
        Session.close(client);
    }

    private boolean rest() {
        try {
            boolean woken = wakeUp.tryAcquire(SECOND, TimeUnit.MILLISECONDS);
            return !(woken && ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void next() {
        try (XmlRpcClient open = session.newClient()) {
            client = open;
            List<Struct> all = Struct.listOf(open.call("supervisor.getAllProcessInfo"));
            show(Selection.existing(all, names), "");
        } catch (IOException failure) {
            if (!ended) {
                show(List.of(), session.url().text() + ": " + session.describe(failure));
            }
        } catch (RpcFault fault) {
            show(List.of(), session.url().text() + ": " + Session.describe(fault));
        } finally {
            client = null;
        }
    }

    private void show(List<Struct> processes, String trouble) {
        if (output.movesCursor()) {
            draw(processes, trouble);
        } else {
            tellChanges(processes, trouble);
        }
        output.flush();
    }

    private void tellChanges(List<Struct> processes, String trouble) {
        if (!trouble.equals(told.getOrDefault("", ""))) {
            told.put("", trouble);
            output.line(trouble.isEmpty() ? session.url().text() + ": answers again" : trouble);
        }
        List<Struct> changed = new ArrayList<>();
        for (Struct process : processes) {
            String now = process.text("statename") + " " + process.text("pid");
            if (!now.equals(told.put(process.namespec(), now))) {
                changed.add(process);
            }
        }
        new StatusTable(output.isColoured(), Integer.MAX_VALUE).lines(changed).forEach(output::line);
    }

    private void draw(List<Struct> processes, String trouble) {
        if (resized) {
            resized = false;
            size = TerminalSize.now();
            // what was drawn may have been folded anew: begin at the top of a clean screen
            output.control(drawn > 0 ? "\033[H\033[2J" : "");
            drawn = 0;
        }
        List<String> lines = new ArrayList<>();
        lines.add(Columns.cut(trouble.isEmpty() ? summary(processes) : trouble, size.columns()));
        lines.addAll(rows(processes));
        output.control(drawn > 0 ? "\r\033[" + drawn + "A" : "");
        for (String line : lines) {
            output.text(line);
            output.control("\033[K\n");
        }
        output.control("\033[J");
        drawn = lines.size();
    }

    /** As many as fit; where not all do, those that are worth a look come first. */
    private List<String> rows(List<Struct> processes) {
        int room = Math.max(1, size.rows() - 3);
        StatusTable table = new StatusTable(output.isColoured(), size.columns());
        if (processes.size() <= room) {
            return table.lines(processes);
        }
        List<Struct> sorted = new ArrayList<>();
        processes.stream().filter(process -> !isHealthy(process)).forEach(sorted::add);
        processes.stream().filter(StatusWatch::isHealthy).forEach(sorted::add);
        List<String> lines = new ArrayList<>(table.lines(sorted.subList(0, room - 1)));
        lines.add("... and " + (processes.size() - room + 1) + " more");
        return lines;
    }

    private static boolean isHealthy(Struct process) {
        return process.text("statename").equals("RUNNING");
    }

    private static String summary(List<Struct> processes) {
        Map<String, Long> states = processes.stream()
                .collect(Collectors.groupingBy(
                        process -> process.text("statename"), TreeMap::new, Collectors.counting()));
        return processes.size() + " processes: "
                + states.entrySet().stream()
                        .map(state -> state.getValue() + " " + state.getKey())
                        .collect(Collectors.joining(", "))
                + "  (Ctrl-C ends)";
    }
}
