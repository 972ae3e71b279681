package org.supervisor4j.daemon.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.Users.Account;

/**
 * A small world: users root (0) and web (33, home /srv/web), groups root and www (33), directories / /tmp /dev /etc
 * /srv, host "box". We are user 1000 (max, home /home/max), in /srv.
 */
public final class FakeSurroundings implements Surroundings {
    public final Map<String, String> environment = new LinkedHashMap<>(Map.of("HOME", "/home/max"));
    public final Set<String> directories =
            new HashSet<>(List.of("/", "/tmp", "/dev", "/etc", "/srv", "/srv/web", "logs", "/home/max"));
    public int uid = 1000;
    String temporaryDirectory = "/tmp";
    public int userLookups;

    private static final List<Account> ACCOUNTS = List.of(
            new Account("root", "/root", new ProcessUser(0, 0, List.of(0))),
            new Account("web", "/srv/web", new ProcessUser(33, 33, List.of(33, 50))),
            new Account("max", "/home/max", new ProcessUser(1000, 1000, List.of(1000))));

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Optional<Account> userByName(String name) {
        userLookups++;
        return ACCOUNTS.stream().filter(account -> account.name().equals(name)).findFirst();
    }

    @Override
    public Optional<Account> userByUid(int uid) {
        userLookups++;
        return ACCOUNTS.stream()
                .filter(account -> account.credentials().uid() == uid)
                .findFirst();
    }

    @Override
    public OptionalInt gidOf(String groupName) {
        return switch (groupName) {
            case "root" -> OptionalInt.of(0);
            case "www" -> OptionalInt.of(33);
            default -> OptionalInt.empty();
        };
    }

    @Override
    public boolean groupExists(int gid) {
        return gid == 0 || gid == 33;
    }

    @Override
    public int uid() {
        return uid;
    }

    @Override
    public boolean isDirectory(String path) {
        return directories.contains(path);
    }

    @Override
    public String currentDirectory() {
        return "/srv";
    }

    @Override
    public boolean isHost(String host) {
        return !host.startsWith("nosuch") && (host.indexOf(':') < 0 || host.startsWith("["));
    }

    @Override
    public String nodeName() {
        return "box";
    }

    @Override
    public String temporaryDirectory() {
        return temporaryDirectory;
    }

    @Override
    public Optional<String> whyUnresolvable(PluginKind kind, String spec) {
        return spec.startsWith("supervisor.")
                ? Optional.empty()
                : Optional.of("No module named '" + spec.replaceAll("[:.].*", "") + "'");
    }
}
