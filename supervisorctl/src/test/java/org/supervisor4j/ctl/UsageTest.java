package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTest {
    private static final List<String> LINES =
            Usage.text("/usr/bin/supervisorctl").lines().toList();

    @Test
    void theFormIsTheReferences() {
        assertThat(LINES.get(0)).startsWith("supervisorctl -- ");
        assertThat(LINES.subList(1, 5))
                .containsExactly("", "Usage: /usr/bin/supervisorctl [options] [action [arguments]]", "", "Options:");
    }

    @Test
    void optionsStandInTheReferencesOrderAndTheDefaultUrlOnALineOfItsOwn() {
        List<String> options = LINES.subList(5, 13);

        assertThat(options.stream().map(line -> line.substring(0, 5)))
                .containsExactly("-c/--", "-h/--", "-i/--", "-s/--", "     ", "-u/--", "-p/--", "-r/--");
        assertThat(options.get(4)).isEqualTo("     (default \"http://localhost:9001\").");
    }

    @Test
    void theTextEndsWithAnEmptyLine() {
        assertThat(Usage.text("x")).endsWith("\n\n").doesNotEndWith("\n\n\n");
    }
}
