package org.supervisor4j.daemon.web;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessState;

/**
 * Which groups are folded. {@code scripts/folding.js} reads the same fields.
 *
 * @param mode what is folded by itself: {@code all}, {@code healthy} or nothing, which is empty
 * @param others groups that are not as the mode has it
 */
record Folding(String mode, Set<String> others) {
    static final String ALL = "all";
    static final String HEALTHY = "healthy";

    /** The place of folded processes without a group's head: not a name that a group can have. */
    static final String LONERS = ":";

    static Folding of(FormFields fields) {
        Set<String> others = fields.get("fold").stream()
                .flatMap(names -> Arrays.stream(names.split(",", -1)))
                .map(PercentText::decode)
                .collect(Collectors.toUnmodifiableSet());
        String mode = fields.get("folding").orElse("");
        return new Folding(mode.equals(ALL) || mode.equals(HEALTHY) ? mode : "", others);
    }

    /** Whether the mode folds a process that stands alone. */
    boolean foldsAway(ProcessInfo process) {
        return mode.equals(ALL) || (mode.equals(HEALTHY) && process.state() == ProcessState.RUNNING);
    }

    boolean folds(String group, List<ProcessInfo> processes) {
        return processes.stream().allMatch(this::foldsAway) != others.contains(group);
    }

    /** What the folded loners are together. */
    String titleOfLoners() {
        return mode.equals(HEALTHY) ? "Healthy" : "Single processes";
    }
}
