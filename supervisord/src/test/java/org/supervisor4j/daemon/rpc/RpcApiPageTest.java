package org.supervisor4j.daemon.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.supervisor4j.api.RpcMethod;
import org.supervisor4j.api.Supervisor4jApi;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.api.SystemApi;
import org.supervisor4j.model.Role;

/** Keeps {@code docs/rpc-api.md} what the annotations say. {@code -Dsupervisor4j.docs=write} writes the page anew. */
class RpcApiPageTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "..", "docs", "rpc-api.md");

    @Test
    void pageSaysWhatTheAnnotationsSay() throws IOException {
        String page = page();
        if ("write".equals(System.getProperty("supervisor4j.docs"))) {
            Files.createDirectories(PAGE.resolveSibling("."));
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE)
                .as("out of date? mvn -pl supervisord -am test -Dtest=RpcApiPageTest -Dsupervisor4j.docs=write "
                        + "-Dsurefire.failIfNoSpecifiedTests=false")
                .hasContent(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # The XML-RPC interface

                Generated from the annotations of `SupervisorApi`, `SystemApi` and `Supervisor4jApi`; a test keeps it current.
                `system.methodHelp` answers the same texts, `system.methodSignature` the same types.
                Calls are POSTed to `/RPC2`. Parameters in brackets may be left out.

                A method marked **control** changes something: a listener with `role = read` answers it with fault 30,
                `FAILED: METHOD is not permitted here: the server's role is read`. In a `system.multicall` that is the
                answer to that one call.

                """);
        append(page, "supervisor", SupervisorApi.class);
        append(page, "system", SystemApi.class);
        append(page, Supervisor4jApi.NAMESPACE, Supervisor4jApi.class);
        return page.toString().stripTrailing() + "\n";
    }

    private static void append(StringBuilder page, String namespace, Class<?> api) {
        page.append("## ").append(namespace).append("\n\n");
        Arrays.stream(api.getMethods())
                .filter(method -> method.isAnnotationPresent(RpcMethod.class))
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> append(page, namespace, method));
    }

    private static void append(StringBuilder page, String namespace, Method method) {
        RpcMethod annotation = Objects.requireNonNull(method.getAnnotation(RpcMethod.class));
        List<String> lines = annotation.help().strip().lines().toList();
        page.append("### ").append(namespace).append('.').append(method.getName());
        page.append('(').append(parameters(lines, annotation.optional())).append(")\n\n");
        page.append(annotation.role() == Role.CONTROL ? "**control**\n\n" : "");
        for (String alias : annotation.aliases()) {
            page.append("Also called `")
                    .append(namespace)
                    .append('.')
                    .append(alias)
                    .append("`.\n\n");
        }
        lines.stream().filter(line -> !line.startsWith("@")).forEach(line -> page.append(line)
                .append('\n'));
        lines.stream().filter(line -> line.startsWith("@")).forEach(line -> page.append(tag(line)));
        page.append('\n');
    }

    private static String parameters(List<String> lines, int optional) {
        List<String> names = lines.stream()
                .filter(line -> line.startsWith("@param"))
                .map(line -> line.split("\\s+", 4)[2])
                .toList();
        int required = names.size() - optional;
        String shown = String.join(", ", names.subList(0, required));
        String rest = String.join(", ", names.subList(required, names.size()));
        return rest.isEmpty() ? shown : shown + (shown.isEmpty() ? "" : " ") + "[" + rest + "]";
    }

    private static String tag(String line) {
        String[] words = line.split("\\s+", 4);
        String format = words[0].equals("@param") ? "* `%2$s` (%1$s): %3$s%n" : "* returns %1$s `%2$s`: %3$s%n";
        return String.format(Locale.ROOT, format, words[1], words[2], words.length > 3 ? words[3] : "")
                .replace(System.lineSeparator(), "\n");
    }
}
