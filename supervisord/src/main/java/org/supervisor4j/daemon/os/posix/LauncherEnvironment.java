package org.supervisor4j.daemon.os.posix;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.supervisor4j.daemon.os.posix.libc.NativeText;

/**
 * The environment that the daemon was started with, for its children. Variables that a start in the background hands to
 * the process that becomes the daemon ({@code SUPERVISOR4J_START_...}) end here. The launcher is a shell script, and
 * shells lose variables whose names are no shell names ({@code spring.profiles.active}). Where that happens,
 * {@code libexec/environment.sh} hands on the whole environment as it was in a variable of its own, which no child
 * gets.
 */
final class LauncherEnvironment {
    private static final String CARRIER = "SUPERVISOR4J_ENVIRONMENT=";

    private static final String OF_A_START = "SUPERVISOR4J_START_";

    private LauncherEnvironment() {}

    /** @param variables as {@code KEY=value} */
    static List<String> restore(List<String> variables) {
        return carried(variables.stream()
                .filter(variable -> !variable.startsWith(OF_A_START))
                .toList());
    }

    private static List<String> carried(List<String> variables) {
        for (String variable : variables) {
            if (variable.startsWith(CARRIER)) {
                return restored(variable, variables);
            }
        }
        return variables;
    }

    private static List<String> restored(String carrier, List<String> variables) {
        try {
            return split(Base64.getDecoder().decode(carrier.substring(CARRIER.length())));
        } catch (IllegalArgumentException e) {
            // Not from our launcher, which takes out whatever had this name before; so it is no use to anybody.
            return variables.stream()
                    .filter(variable -> !variable.equals(carrier))
                    .toList();
        }
    }

    /** The kernel's block: each variable ends with a NUL. */
    private static List<String> split(byte[] block) {
        List<String> variables = new ArrayList<>();
        for (String variable : NativeText.decode(block).split("\0", -1)) {
            if (!variable.isEmpty()) {
                variables.add(variable);
            }
        }
        return variables;
    }
}
