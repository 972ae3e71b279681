package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ctl.xmlrpc.XmlRpcClient;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.python.GlobPattern;

/**
 * {@code mstart}, {@code mstop}, {@code mrestart}, {@code mstatus}: the same without the m, for all processes whose
 * names match patterns, and for all of them at the same time. The plug-in supervisor-wildcards brings them to the
 * original.
 */
final class MatchingCommand extends BuiltInCommand {
    /** Connections at a time: a daemon takes some hundred. */
    private static final int MOST_AT_A_TIME = 32;

    private final String action;
    private final boolean matchGroup;

    /**
     * @param action the command without its m
     * @param matchGroup whether patterns are for {@code group:name} instead of the name alone
     */
    MatchingCommand(String action, boolean matchGroup) {
        super(
                "m" + action,
                (action.equals("status") ? "show" : action) + " what matches patterns",
                Completion.PROCESSES,
                "",
                "m" + action + " <pattern> [...]\tLike " + action
                        + ", for all processes whose names match, at the same time",
                "m" + action + " a* *-[0-3]\tThose whose names begin with a, or end with -0 to -3");
        this.action = action;
        this.matchGroup = matchGroup;
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        session.giveUpOnSilence();
        if (!session.isServerUp()) {
            return;
        }
        List<Struct> matching =
                matching(Struct.listOf(session.call("getAllProcessInfo")), PythonWhitespace.split(argument));
        if (matching.isEmpty()) {
            // contract: supervisor-wildcards
            session.output().line("No process matched given expression.");
            session.output().flush();
            session.hintOnce("a pattern is for the whole name " + (matchGroup ? "with" : "without")
                    + " its group, as in \"" + name() + (matchGroup ? " web:*" : " web*")
                    + "\"; \"status\" lists the names there are.");
        } else if (action.equals("status")) {
            Status.showEach(session, matching);
        } else {
            session.waitForEver();
            act(session, matching);
        }
    }

    private List<Struct> matching(List<Struct> processes, List<String> words) {
        List<GlobPattern> patterns = new ArrayList<>();
        for (String word : words.contains("all") ? List.of("*") : words) {
            patterns.add(new GlobPattern(word));
        }
        List<Struct> matching = new ArrayList<>();
        for (Struct process : processes) {
            String name = matchGroup ? process.namespec() : process.text("name");
            if (patterns.stream().anyMatch(pattern -> pattern.matches(name))) {
                matching.add(process);
            }
        }
        return matching;
    }

    /** Each process counts for itself: what goes wrong with one is told, and the others are gone on with. */
    private void act(Session session, List<Struct> processes) {
        List<ProcessesCommand> steps =
                switch (action) {
                    case "start" -> List.of(new Start());
                    case "stop" -> List.of(new Stop());
                    default -> List.of(new Stop(), new Start());
                };
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(processes.size(), MOST_AT_A_TIME));
        try {
            List<Future<List<Outcome>>> running = new ArrayList<>();
            for (Struct process : processes) {
                String namespec = process.namespec();
                running.add(threads.submit(() -> outcomes(session, steps, namespec)));
            }
            for (Future<List<Outcome>> one : running) {
                tell(session, steps, one);
            }
        } finally {
            threads.shutdownNow();
        }
        if (!action.equals("stop")) {
            EditedFiles.tell(session, processes.stream().map(Struct::namespec).toList());
        }
    }

    /** On a thread of its own, with a connection of its own. */
    private static List<Outcome> outcomes(Session session, List<ProcessesCommand> steps, String namespec)
            throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (XmlRpcClient client = session.newClient()) {
            for (ProcessesCommand step : steps) {
                Namespec process = Namespec.parse(namespec);
                try {
                    client.call("supervisor." + step.name() + "Process", namespec);
                    outcomes.add(Outcome.success(process));
                } catch (RpcFault fault) {
                    outcomes.add(Outcome.of(process, fault));
                }
            }
        }
        return outcomes;
    }

    private static void tell(Session session, List<ProcessesCommand> steps, Future<List<Outcome>> one) {
        try {
            List<Outcome> outcomes = one.get();
            for (int i = 0; i < steps.size(); i++) {
                steps.get(i).tell(session, outcomes.get(i));
            }
        } catch (PythonError unknown) {
            session.tell(unknown);
        } catch (ExecutionException e) {
            session.tell(e.getCause() instanceof Exception failure ? failure : e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            session.tell(new IOException("interrupted while waiting for the daemon", e));
        }
    }
}
