package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A program cannot tell whose child it is: what it inherits from either daemon is the same. */
class InheritanceIT {
    private static final String CONFIGURATION = Configuration.with("""
            [program:look]
            command=/bin/sh look.sh
            directory=%(here)s
            environment=GIVEN="by the file"
            startsecs=0
            autorestart=false
            """);

    /**
     * Descriptors with what they are, without their numbers of inodes. No pipe of the shell's own may be among them.
     */
    private static final String LOOK = """
            tr '\\000' '\\n' < /proc/$$/environ > environ
            cat /proc/$$/limits > limits
            grep -E '^(Sig|Cap|Groups|Uid|Gid|NoNewPrivs|Seccomp:)' /proc/$$/status | grep -v SigQ > status
            for fd in 0 1 2 3 4 5 6 7 8 9; do
                readlink /proc/$$/fd/$fd
            done > found
            sed -e 's/:.*//' -e 's/found$/descriptors/' found > descriptors
            { pwd; umask; cat /proc/$$/oom_score_adj; ps -o nice= -p $$; } > rest
            mv rest done
            """;

    @Test
    void environmentLimitsSignalsAndDescriptorsAreTheSame() throws IOException {
        List<Map<String, String>> found = new ArrayList<>();
        for (Installation installation : Installation.values()) {
            found.add(look(installation));
        }

        assertThat(found.get(1)).isEqualTo(found.get(0));
        assertThat(found.get(1).get("environ"))
                .contains("spring.profiles.active=prod", "EMPTY=\n", "PWD=/stale", "GIVEN=by the file")
                .doesNotContain("SUPERVISOR4J_ENVIRONMENT", "SHLVL");
    }

    private static Map<String, String> look(Installation installation) throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.write("supervisord.conf", CONFIGURATION);
            sandbox.write("look.sh", LOOK);
            try (Daemon daemon = Daemon.startWith(
                    oddEnvironment(),
                    installation,
                    sandbox.path("supervisord.conf"),
                    sandbox.path("supervisor.sock"))) {
                Await.until("the program has looked", () -> Files.exists(sandbox.path("done")));
                assertThat(daemon.rpc().answers()).isTrue();
            }
            Map<String, String> result = new TreeMap<>();
            for (String file : List.of("environ", "limits", "status", "descriptors", "done")) {
                result.put(file, sandbox.read(file).replace(sandbox.root().toString(), "/ROOT"));
            }
            result.computeIfPresent("environ", (file, text) -> sortedWithoutMark(text));
            result.computeIfPresent("status", (file, text) -> withoutSignalsOfLibc(text));
            return result;
        }
    }

    /** Nothing but this: no variable that a shell would have set, and names that a shell would drop. */
    private static Map<String, String> oddEnvironment() {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
                // Without any locale Python would set one for itself, and so for its children.
                "LC_ALL", "C.UTF-8",
                "EMPTY", "",
                "PWD", "/stale",
                "spring.profiles.active", "prod",
                "TWO_LINES", "one\ntwo",
                "B-C", "d"));
        String javaHome = System.getenv("JAVA_HOME");
        if (javaHome != null) {
            environment.put("JAVA_HOME", javaHome);
        }
        return environment;
    }

    private static String sortedWithoutMark(String environ) {
        return String.join(
                        "\n",
                        environ.lines()
                                .filter(line -> !line.startsWith(Mark.VARIABLE))
                                .sorted()
                                .toList()) + "\n";
    }

    /** Signals 32 and 33 belong to libc; what they are set to here comes from whoever started the tests. */
    private static String withoutSignalsOfLibc(String status) {
        return Pattern.compile("SigIgn:\t(\\p{XDigit}+)")
                .matcher(status)
                .replaceAll(
                        match -> "SigIgn:\t" + Long.toHexString(Long.parseLong(match.group(1), 16) & ~0x1_8000_0000L));
    }
}
