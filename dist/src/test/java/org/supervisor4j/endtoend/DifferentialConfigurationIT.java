package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.supervisor4j.endtoend.ConfigurationGenerator.Generated;

/**
 * Configurations by the hundred, generated and written by hand, good and bad, are given to Debian's supervisord and to
 * ours while both run, and must come to the same. What Debian's 4.2.5 does otherwise than 4.4, which is ours, stands in
 * {@code docs/differences.md} under names; nothing else may differ, and what stands there must.
 */
class DifferentialConfigurationIT {
    private static final int GENERATED = Integer.getInteger("supervisor4j.configurations", 280);
    private static final long SEED = Long.getLong("supervisor4j.seed", 20261121);
    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\|.*");

    /** A configuration written by hand, with the name of the difference that it shows, if it shows one. */
    private record Written(String name, String text, String difference) {}

    @Test
    @Timeout(1200)
    void configurationsComeToTheSame() throws IOException, InterruptedException, ExecutionException {
        List<Generated> all = new ArrayList<>();
        written("alike.txt")
                .forEach(one ->
                        all.add(new Generated(one.name(), files(one), one.text().contains("startsecs=0"), true)));
        int byHand = all.size();
        ConfigurationGenerator generator = new ConfigurationGenerator(SEED);
        for (int i = 0; i < GENERATED; i++) {
            all.add(generator.next("generated " + i));
        }
        ConfigurationComparison comparison = new ConfigurationComparison(all);

        comparison.run();

        System.out.printf(
                "%d configurations (%d by hand, %d generated with seed %d): %d good, %d of them run, %d bad; %d also in a"
                        + " start; %d differences%n",
                comparison.compared(),
                byHand,
                GENERATED,
                SEED,
                comparison.compared() - comparison.bad(),
                comparison.ran(),
                comparison.bad(),
                comparison.started(),
                comparison.differences().size());
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.compared()).isEqualTo(all.size());
        assertThat(comparison.ran())
                .as("configurations whose children told what they got")
                .isGreaterThan(all.size() / 10);
        assertThat(comparison.bad()).as("bad configurations").isGreaterThan(all.size() / 10);
    }

    @Test
    void whatIsKnownToDifferDiffersAndStandsOnThePage() throws IOException {
        List<Written> known = written("different.txt");
        try (Sandbox sandbox = Sandbox.empty();
                ConfigurationReader theirs = ConfigurationReader.start(Installation.DEBIAN, sandbox);
                ConfigurationReader ours = ConfigurationReader.start(Installation.OURS, sandbox)) {
            for (Written one : known) {
                Generated configuration = new Generated(one.name(), files(one), true, true);

                assertThat(ours.outcome(configuration)).as(one.name()).isNotEqualTo(theirs.outcome(configuration));
            }
        }
        assertThat(known.stream().map(Written::difference).distinct()).containsExactlyElementsOf(rowsOfThePage());
    }

    /** The main file, and behind lines {@code #### name} the included ones. */
    private static Map<String, String> files(Written one) {
        Map<String, String> files = new LinkedHashMap<>();
        String[] parts = one.text().split("(?m)^#### ", -1);
        files.put(Configuration.FILE, parts[0]);
        for (String part : List.of(parts).subList(1, parts.length)) {
            int end = part.indexOf('\n');
            files.put(part.substring(0, end), part.substring(end + 1));
        }
        return files;
    }

    private static List<String> rowsOfThePage() throws IOException {
        Path page = Installation.distribution().resolve("docs/differences.md");
        return Files.readAllLines(page).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .toList();
    }

    /** Parts of the file that begin with {@code ### name} or {@code ### difference: name}. */
    private static List<Written> written(String resource) {
        try (InputStream in = DifferentialConfigurationIT.class.getResourceAsStream("/configurations/" + resource)) {
            String[] parts = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^### ", -1);
            List<Written> all = new ArrayList<>();
            for (String part : List.of(parts).subList(1, parts.length)) {
                String name = part.substring(0, part.indexOf('\n'));
                int colon = name.indexOf(':');
                all.add(new Written(
                        name, part.substring(part.indexOf('\n') + 1), colon < 0 ? "" : name.substring(0, colon)));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
