package org.supervisor4j.endtoend;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Files beside the tests' classes. */
final class Resource {
    private Resource() {}

    /** @param name from the root of the test resources */
    static Path of(String name) {
        try {
            return Path.of(Objects.requireNonNull(Resource.class.getResource("/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(name, e);
        }
    }
}
