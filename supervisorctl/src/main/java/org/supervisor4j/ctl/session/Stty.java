package org.supervisor4j.ctl.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The program {@code stty}, which operates the terminal at standard input. */
public final class Stty {
    private Stty() {}

    /** What it prints, without blanks around it; null if it fails, or there is none. */
    public static @Nullable String run(String argument) {
        try {
            Process stty = new ProcessBuilder("stty", argument)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed;
            try (InputStream output = stty.getInputStream()) {
                printed = new String(output.readAllBytes(), StandardCharsets.US_ASCII).strip();
            }
            return stty.waitFor() == 0 ? printed : null;
        } catch (IOException missing) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
