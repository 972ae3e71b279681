package org.supervisor4j.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The runs of one process as the daemon's log tells them, in order. */
final class ProcessStory {
    private static final Pattern SPAWNED = Pattern.compile(" INFO spawned: '(\\S+)' with pid (\\d+)$");
    private static final Pattern ENDED = Pattern.compile(" (?:INFO|WARN) (?:exited|stopped): (\\S+) \\(([^;)]+).*\\)$");

    /**
     * One run.
     *
     * @param end {@code exit status 3}, {@code terminated by SIGKILL}; empty while it lives
     */
    record Run(long pid, String end) {}

    private final List<Run> runs = new ArrayList<>();

    private ProcessStory() {}

    List<Run> runs() {
        return runs;
    }

    /** The pid of the run that has not ended; 0 if none lives. */
    long livingPid() {
        Run last = runs.isEmpty() ? new Run(0, "none") : runs.get(runs.size() - 1);
        return last.end().isEmpty() ? last.pid() : 0;
    }

    /**
     * Reads a log.
     *
     * @param complaints gets what cannot have been: a process that is spawned while it lives, or ends while it does not
     * @return by the processes' names
     */
    static Map<String, ProcessStory> read(String log, List<String> complaints) {
        Map<String, ProcessStory> stories = new TreeMap<>();
        log.lines().forEach(line -> {
            Matcher spawned = SPAWNED.matcher(line);
            Matcher ended = ENDED.matcher(line);
            if (spawned.find()) {
                ProcessStory story = stories.computeIfAbsent(spawned.group(1), name -> new ProcessStory());
                if (story.livingPid() != 0) {
                    complaints.add("spawned while it lives: " + line);
                }
                story.runs.add(new Run(Long.parseLong(spawned.group(2)), ""));
            } else if (ended.find()) {
                ProcessStory story = stories.computeIfAbsent(ended.group(1), name -> new ProcessStory());
                long pid = story.livingPid();
                if (pid == 0) {
                    complaints.add("ended while it does not live: " + line);
                } else {
                    story.runs.set(story.runs.size() - 1, new Run(pid, ended.group(2)));
                }
            }
        });
        return stories;
    }
}
