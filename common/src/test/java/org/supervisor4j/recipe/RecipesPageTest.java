package org.supervisor4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/recipes.md} and {@code examples/recipes} what the recipes say. {@code -Dsupervisor4j.docs=write}
 * writes them anew.
 */
class RecipesPageTest {
    private static final Path TOP = Path.of(System.getProperty("basedir", "."), "..");
    private static final Path PAGE = TOP.resolve("docs/recipes.md");
    private static final Path EXAMPLES = TOP.resolve("examples/recipes");
    private static final boolean WRITES = "write".equals(System.getProperty("supervisor4j.docs"));
    private static final String OUT_OF_DATE =
            "out of date? mvn -pl common test -Dtest=RecipesPageTest -Dsupervisor4j.docs=write";

    /** What people ask for most; the others follow in alphabetical order. */
    private static final List<String> FIRST = List.of(
            "nginx",
            "php-fpm",
            "queue-worker",
            "celery",
            "gunicorn",
            "uvicorn",
            "uwsgi",
            "node",
            "npm",
            "java",
            "puma",
            "apache2",
            "redis",
            "postgres",
            "mariadbd",
            "rabbitmq",
            "memcached",
            "haproxy",
            "mosquitto",
            "cron",
            "sshd",
            "rsyslogd",
            "unbound",
            "dnsmasq",
            "postfix-master");

    private final Recipes recipes = new Recipes();

    private Stream<Recipe> all() {
        return Stream.concat(FIRST.stream(), recipes.names().stream().filter(name -> !FIRST.contains(name)))
                .map(name -> Objects.requireNonNull(recipes.named(name), name));
    }

    @Test
    void thePageSaysWhatTheRecipesSay() throws IOException {
        String page = page();
        if (WRITES) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).as(OUT_OF_DATE).hasContent(page);
    }

    @Test
    void theExamplesAreTheirSections() throws IOException {
        Map<String, String> wanted = new TreeMap<>();
        all().filter(recipe -> !recipe.program().isEmpty())
                .forEach(recipe -> wanted.put(recipe.name() + ".conf", example(recipe)));
        if (WRITES) {
            Files.createDirectories(EXAMPLES);
            for (Map.Entry<String, String> file : wanted.entrySet()) {
                Files.writeString(EXAMPLES.resolve(file.getKey()), file.getValue());
            }
        }
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                found.put(file.getFileName().toString(), Files.readString(file));
            }
        }

        assertThat(found).as(OUT_OF_DATE).isEqualTo(wanted);
    }

    private static String example(Recipe recipe) {
        return "; " + recipe.title() + "; what was measured of it: docs/recipes.md#" + recipe.name() + "\n"
                + lines(recipe.section());
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                # Recipes: how a program is run under supervision

                Each of these programs was run, signalled, killed, and started where its port was taken, in the version and on the day that stand with it. `supervisorctl recipe NAME` prints the same;
                `supervisord --check` warns of what is known to go wrong with them, and `explain` says it when it has. The sections are files in `examples/recipes`: put one where your `[include]` looks.

                Generated from the files that both programs read; a test keeps it current. `dist/src/setup/measure-daemons` measures again and tells what has changed.

                What the words mean: "exit 0" and "dies of SIGTERM" are the end of the main process; "left" are processes that were still there 1.5 seconds later; "lives on" means that it was still there after
                12 seconds (TERM, INT, QUIT) or 3 seconds (HUP, USR1). "notify" is what it said to `NOTIFY_SOCKET` at its start: with READY=1, `ready=notify` makes RUNNING mean that. "with an open connection": a
                client had connected, and begun a request if the protocol has such. Everything was measured as root, with standard input from /dev/null and a pipe for the output.

                """);
        page.append(all().map(recipe -> "[" + recipe.name() + "](#" + anchor(recipe) + ")")
                        .collect(Collectors.joining(", ")))
                .append("\n");
        all().forEach(recipe -> append(page, recipe));
        return page.toString();
    }

    private static String anchor(Recipe recipe) {
        return recipe.name();
    }

    private static void append(StringBuilder page, Recipe recipe) {
        page.append("\n## ").append(recipe.name()).append("\n\n");
        page.append(Character.toUpperCase(recipe.title().charAt(0)))
                .append(recipe.title().substring(1))
                .append(".\n\n");
        if (!recipe.program().isEmpty()) {
            page.append("```ini\n").append(lines(recipe.section())).append("```\n\n");
        }
        recipe.notes().forEach(note -> page.append("- ").append(note).append('\n'));
        for (Mistake mistake : recipe.mistakes()) {
            page.append("- Warned of: ")
                    .append(mistake.condition())
                    .append(mistake.says())
                    .append(".\n");
        }
        if (!recipe.measured().isEmpty()) {
            page.append("\n| ").append(recipe.measured().get(Recipe.VERSION)).append(" | measured on ");
            page.append(recipe.measured().get(Recipe.DATE)).append(" |\n| --- | --- |\n");
            for (String fact : recipe.facts()) {
                int colon = fact.indexOf(": ");
                page.append("| ")
                        .append(fact, 0, colon)
                        .append(" | ")
                        .append(fact.substring(colon + 2))
                        .append(" |\n");
            }
        }
    }
}
