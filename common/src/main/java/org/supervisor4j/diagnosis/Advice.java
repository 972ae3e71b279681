package org.supervisor4j.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.supervisor4j.model.Signal;
import org.supervisor4j.recipe.Recipes;

/** From what is known about a process to what may be the reason and what may help. Pure. */
public final class Advice {
    /** An end so soon is rather that of a program that goes into the background than that of its work. */
    private static final int SOON_MILLIS = 10_000;

    /** contract: followed by the word that was looked for, in quotes. */
    private static final String NOT_FOUND = "can't find command ";

    private static final Pattern NO_CHILDUTILS = Pattern.compile("no module named '?supervisor\\b");

    /** The mistakes of this name show by an end with success, and by nothing else. */
    private static final String BACKGROUND = "background";

    private static final String TRIED_ON =
            " It is tried again each second until there are some, which counts as no failed start.";

    private final Facts facts;
    private final List<String> sentences = new ArrayList<>();

    private Advice(Facts facts) {
        this.facts = facts;
    }

    /** Sentences for people; none if nothing comes to mind. */
    public static List<String> on(Facts facts) {
        Advice advice = new Advice(facts);
        boolean isUp = facts.state().equals("RUNNING") && !facts.isFlapping();
        if (!isUp && !facts.state().equals("STOPPED")) {
            advice.onRuns();
        }
        ListenerReport listener = facts.listener();
        if (listener != null) {
            advice.sentences.addAll(listener.advice());
        }
        return List.copyOf(advice.sentences);
    }

    private void onRuns() {
        onShellSyntax();
        if (sentences.isEmpty()) {
            onSpawnError(facts.process().text("spawnerr"));
        }
        String failure = facts.lastFailure();
        if (!failure.isEmpty()) {
            onFailure(failure);
        }
        int known = sentences.size();
        onOutput();
        if (failure.isEmpty()) {
            onEnd(facts.lastEnd(), sentences.size() > known);
            onRecipe();
        }
    }

    /** Syntax that only a shell understands explains most of what follows from it. */
    private void onShellSyntax() {
        List<String> words = ShellSyntax.all(facts.setting("command"));
        if (!words.isEmpty()) {
            sentences.add("supervisord starts no shell, so " + String.join(" ", words)
                    + " in command= is a mere word for it, or a file to start. Use sh -c \"exec ...\", or the keys for it:"
                    + " directory=, environment=, stdout_logfile=, redirect_stderr=.");
        }
    }

    private void onSpawnError(String error) {
        if (error.startsWith(NOT_FOUND) && error.indexOf(' ', NOT_FOUND.length()) >= 0) {
            sentences.add("Quotes in command= make one word, and so one file's name, of all that stands between them:"
                    + " leave out those around the program and its arguments.");
        } else if (error.startsWith(NOT_FOUND)) {
            sentences.add("There is no such file. "
                    + (error.indexOf('/') < 0
                            ? "A name without a slash is looked for in supervisord's own PATH: give the whole path in"
                                    + " command=."
                            : "Look at the path in command=: is it all written right, and there on this machine?"));
        } else if (error.startsWith("command at") && error.contains("not executable")) {
            sentences.add("The file is there, but supervisord's user may not execute it: chmod +x, or put its"
                    + " interpreter in front of it in command=.");
        } else if (error.startsWith("command at") && error.endsWith("is a directory")) {
            sentences.add("That is a folder: name the program in it in command=.");
        } else if (error.startsWith("can't parse command")) {
            sentences.add("A quote in command= has no counterpart, or a backslash ends it. What follows \" ;\" is a"
                    + " comment, quoted or not: \"supervisord --check\" points at the place.");
        } else if (error.endsWith(": ELOOP")) {
            sentences.add("A log, or a folder on the way to it, is a symbolic link of another user's, who could lead it"
                    + " anywhere: supervisord's own log says which one. Make it root's, or name what it leads to.");
        } else if (error.endsWith(": ENFILE")) {
            sentences.add("The whole machine has no file descriptors left: look at fs.file-nr, and raise fs.file-max."
                    + TRIED_ON);
        } else if (error.contains("making dispatchers")) {
            sentences.add("A log of the process cannot be opened: look at stdout_logfile= and stderr_logfile=, whether"
                    + " their folders are there, and who may write in them.");
        } else if (error.contains("too many open files")) {
            sentences.add("supervisord has no file descriptors left: raise minfds=, and the limit that it is started"
                    + " with (ulimit -n, LimitNOFILE=)." + TRIED_ON);
        } else if (error.contains("process table")) {
            sentences.add("No further process may be made: look at ulimit -u, TasksMax= and pids.max of its service.");
        }
    }

    /** @param failure {@code couldn't exec /bin/x: ENOENT} */
    private void onFailure(String failure) {
        String errno = failure.substring(failure.lastIndexOf(' ') + 1);
        if (failure.startsWith("couldn't exec ")) {
            sentences.add(onExec(errno));
        } else if (failure.startsWith("couldn't chdir to ")) {
            sentences.add("directory= cannot be entered: " + meaning(errno) + ". The process's user must be able to.");
        } else if (failure.startsWith("couldn't setuid to ")) {
            sentences.add(onUser(failure, errno));
        }
    }

    private static String onExec(String errno) {
        return switch (errno) {
            case "ENOENT" ->
                "The program is not there, or the interpreter in its first line (#!) is not, or the loader that it was"
                        + " linked for.";
            case "EACCES" ->
                "The process's user may not execute it: look at the modes of the file, of its interpreter and of all"
                        + " folders above, and whether the file system is mounted noexec.";
            case "ENOEXEC" ->
                "The kernel does not know what this file is: a script needs a first line such as #!/bin/sh, a binary"
                        + " must be made for this machine.";
            case "E2BIG" -> "environment= and command= together are larger than the kernel takes.";
            case "EAGAIN" ->
                "Its user has as many processes as it may have: look at ulimit -u of supervisord's service.";
            case "ETXTBSY" -> "The file is still being written.";
            default -> "The kernel refused to execute it: " + meaning(errno) + ".";
        };
    }

    private static String onUser(String failure, String errno) {
        if (failure.contains("as nonroot user") || !failure.contains("Could not set ")) {
            return "user= can only be another one if supervisord runs as root.";
        } else if (errno.equals("EINVAL")) {
            return "user= or one of its groups does not exist in the user namespace that supervisord runs in: give it"
                    + " more ids (/etc/subuid, /etc/subgid), or leave user= out.";
        }
        String capability = failure.contains("user id") ? "CAP_SETUID" : "CAP_SETGID";
        return "supervisord runs as root, but without the right to change "
                + (failure.contains("user id") ? "users" : "groups") + ", the capability " + capability
                + ": add it (docker run --cap-add " + capability.substring("CAP_".length())
                + ", CapabilityBoundingSet= of a service), or leave user= out.";
    }

    private static String meaning(String errno) {
        return switch (errno) {
            case "ENOENT" -> "it does not exist";
            case "EACCES", "EPERM" -> "no permission";
            case "ENOTDIR" -> "a part of the path is not a folder";
            case "ELOOP" -> "too many links";
            default -> errno;
        };
    }

    /**
     * @param end {@code exit status 3}, {@code terminated by SIGKILL (core dumped)}
     * @param isExplained whether what it wrote has said more
     */
    private void onEnd(String end, boolean isExplained) {
        if (end.startsWith("terminated by ")) {
            sentences.add(onSignal(end.substring("terminated by ".length()).split(" ", 2)[0]));
        } else if (end.equals("exit status 0")) {
            onSuccess();
        } else if (end.equals("exit status 126") || end.equals("exit status 127")) {
            sentences.add("A shell ends so if it finds no such command (127) or may not execute it (126).");
        } else if (end.startsWith("exit status ") && !isExplained) {
            sentences.add("The program itself decided to end; its own logs say more.");
        }
    }

    private void onSuccess() {
        boolean failed = hasFailedToStart();
        long lasted = facts.lasted();
        if (failed || facts.isFlapping() || (lasted >= 0 && lasted < SOON_MILLIS)) {
            sentences.add(
                    (failed ? "It ended with success, but too early." : "It ended with success soon after its start.")
                            + " A program that goes into the background by itself cannot be supervised: switch that off"
                            + " (--foreground, --nodaemon, daemon off).");
        }
        if (failed && lasted >= 0) {
            PastEnd last = facts.last();
            sentences.add("It must stay up for startsecs=" + facts.setting("startsecs") + " seconds"
                    + (last == null || last.lasted().isEmpty() ? "" : "; the last run took " + last.lasted())
                    + ". Work that is done sooner needs startsecs=0.");
        } else if (!failed && !facts.isFlapping() && !sentences.isEmpty()) {
            sentences.add("If its work is done so soon, all is well.");
        }
    }

    /**
     * What is known to go wrong with this very program. Its own files are not looked at: they may be on another
     * machine.
     */
    private void onRecipe() {
        Map<String, String> settings = new HashMap<>();
        settings.put("startsecs", facts.setting("startsecs"));
        settings.put("stopwaitsecs", facts.setting("stopwaitsecs"));
        settings.values().removeIf(String::isEmpty);
        Object signal = facts.config().get("stopsignal");
        if (signal instanceof Integer number) {
            settings.put("stopsignal", Signal.name(number).replaceFirst("^SIG", ""));
        }
        boolean succeeded = facts.lastEnd().equals("exit status 0");
        for (Recipes.Hint hint : new Recipes().hints(facts.setting("command"), settings, file -> "")) {
            if (succeeded || !hint.mistake().name().equals(BACKGROUND)) {
                sentences.add("Known of it: " + hint.mistake().says() + ". \"supervisorctl recipe "
                        + hint.recipe().name() + "\" prints how it is run.");
            }
        }
    }

    private boolean hasFailedToStart() {
        return facts.state().equals("FATAL") || facts.state().equals("BACKOFF");
    }

    private static String onSignal(String signal) {
        return switch (signal) {
            case "SIGKILL" ->
                "Killed from outside, and not by supervisord unless it had been asked to stop: perhaps by the kernel for"
                        + " want of memory (look for \"Out of memory\" in dmesg or journalctl -k).";
            case "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT", "SIGTRAP" ->
                "It crashed: a mistake in the program or in a library of its.";
            case "SIGSYS" -> "It called the kernel for something that a seccomp filter forbids.";
            case "SIGXCPU", "SIGXFSZ" -> "It met a limit (ulimit -t, ulimit -f).";
            default -> "Somebody sent it " + signal + "; supervisord writes into its log what it sends itself.";
        };
    }

    private void onOutput() {
        String lines = String.join("\n", facts.output().lines()).toLowerCase(Locale.ROOT);
        if (TakenPort.isIn(facts.output().lines())) {
            sentences.add(
                    facts.portOwner().isEmpty()
                            ? "Another process has the port: ss -ltnp shows which; perhaps a run from before that went into"
                                    + " the background."
                            : "Another process has the port. Now: " + facts.portOwner()
                                    + "; perhaps a run from before that went into the background.");
        } else if (lines.contains("no space left on device")) {
            sentences.add("A disk is full: df -h and df -i show which.");
        } else if (lines.contains("cannot allocate memory") || lines.contains("outofmemory")) {
            sentences.add("There was not enough memory for it.");
        } else if (lines.contains("permission denied") && (lines.contains("bind") || lines.contains("listen"))) {
            sentences.add("Ports below 1024 are for root, and for programs with the capability CAP_NET_BIND_SERVICE.");
        } else if (NO_CHILDUTILS.matcher(lines).find()) {
            sentences.add(
                    "The script imports Python's module supervisor (childutils), which the Python that runs it does"
                            + " not have: install the package supervisor for that Python (it need not run), or name the Python"
                            + " that has it in command=.");
        }
    }
}
