package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Packages of npm's that tests need. */
final class NodeModules {
    private NodeModules() {}

    /**
     * Has npm install what a lock file names, where Maven keeps what it makes; once.
     *
     * @param resources the folder of test resources with {@code package.json} and {@code package-lock.json}
     * @return the folder {@code node_modules}, for {@code NODE_PATH}
     */
    static Path of(String resources) throws IOException {
        Path folder = Files.createDirectories(
                Installation.distribution().resolveSibling("npm").resolve(resources));
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(Resource.of(resources + "/" + file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path modules = folder.resolve("node_modules");
        // The last file that npm writes.
        if (Files.notExists(modules.resolve(".package-lock.json"))) {
            Command.Result installed = Command.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                    .in(folder)
                    .run();
            assertThat(installed.exit()).as(installed.toString()).isZero();
        }
        return modules;
    }
}
