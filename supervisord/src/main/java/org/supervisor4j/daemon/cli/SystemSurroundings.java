package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.PosixPath;
import org.supervisor4j.daemon.config.Surroundings;
import org.supervisor4j.daemon.os.Users;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.plugin.PluginFolder;

/** The surroundings of a configuration in the real world. */
public final class SystemSurroundings implements Surroundings {
    private final Users users;
    private final Map<String, String> environment;
    private final String nodeName;
    private final PluginSpecs plugins;
    /** Found at the first question and then kept, as in the reference. */
    private @Nullable String temporaryDirectory;

    /** @param environment of this process */
    public SystemSurroundings(Users users, Map<String, String> environment, String nodeName, PluginFolder plugins) {
        this.users = users;
        this.environment = environment;
        this.nodeName = nodeName;
        this.plugins = new PluginSpecs(plugins);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Optional<Account> userByName(String name) {
        return users.byName(name);
    }

    @Override
    public Optional<Account> userByUid(int uid) {
        return users.byUid(uid);
    }

    @Override
    public OptionalInt gidOf(String groupName) {
        return users.gidOf(groupName);
    }

    @Override
    public boolean groupExists(int gid) {
        return users.groupExists(gid);
    }

    @Override
    public int uid() {
        return users.uid();
    }

    @Override
    public boolean isDirectory(String path) {
        try {
            return !path.isEmpty() && Files.isDirectory(Path.of(path));
        } catch (InvalidPathException odd) {
            return false;
        }
    }

    /** The kernel's answer: Java's own {@code user.dir} stays behind when a daemon changes its directory. */
    @Override
    public String currentDirectory() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/cwd")).toString();
        } catch (IOException noProc) {
            return Path.of("").toAbsolutePath().toString();
        }
    }

    @Override
    public String nodeName() {
        return nodeName;
    }

    @Override
    public String temporaryDirectory() {
        if (temporaryDirectory == null) {
            temporaryDirectory = findTemporaryDirectory();
        }
        return temporaryDirectory;
    }

    /** The first candidate in which a file can be made. */
    private String findTemporaryDirectory() {
        List<String> candidates = new ArrayList<>();
        for (String variable : List.of("TMPDIR", "TEMP", "TMP")) {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                candidates.add(PosixPath.absolute(value, currentDirectory()));
            }
        }
        candidates.addAll(List.of("/tmp", "/var/tmp", "/usr/tmp", currentDirectory()));
        return candidates.stream()
                .filter(SystemSurroundings::takesFiles)
                .findFirst()
                .orElse("/tmp");
    }

    private static boolean takesFiles(String directory) {
        try {
            Files.delete(Files.createTempFile(Path.of(directory), "supervisord", null));
            return true;
        } catch (IOException | InvalidPathException unusable) {
            return false;
        }
    }

    @Override
    public boolean isHost(String host) {
        try {
            // Without brackets, Java takes for an address of IPv6 what the original takes for a name, as we do.
            return (host.indexOf(':') < 0 || host.startsWith("[")) && InetAddress.getAllByName(host).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public Optional<String> whyUnresolvable(PluginKind kind, String spec) {
        return plugins.whyUnresolvable(kind, spec);
    }
}
