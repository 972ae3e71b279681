package org.supervisor4j.daemon.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.Users;

/** The users and groups of this machine's files, for comparisons with the original. */
public final class PasswdUsers implements Users {
    private final List<String[]> users;
    private final List<String[]> groups;

    public PasswdUsers() throws IOException {
        users = rows("/etc/passwd");
        groups = rows("/etc/group");
    }

    private static List<String[]> rows(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .map(line -> line.split(":", -1))
                .toList();
    }

    private static Account account(String[] row) {
        int gid = Integer.parseInt(row[3]);
        return new Account(row[0], row[5], new ProcessUser(Integer.parseInt(row[2]), gid, List.of(gid)));
    }

    @Override
    public Optional<Account> byName(String name) {
        return users.stream()
                .filter(row -> row[0].equals(name))
                .map(PasswdUsers::account)
                .findFirst();
    }

    @Override
    public Optional<Account> byUid(int uid) {
        return users.stream()
                .filter(row -> row[2].equals(Integer.toString(uid)))
                .map(PasswdUsers::account)
                .findFirst();
    }

    @Override
    public OptionalInt gidOf(String groupName) {
        return groups.stream()
                .filter(row -> row[0].equals(groupName))
                .mapToInt(row -> Integer.parseInt(row[2]))
                .findFirst();
    }

    @Override
    public boolean groupExists(int gid) {
        return groups.stream().anyMatch(row -> row[2].equals(Integer.toString(gid)));
    }

    @Override
    public int uid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int effectiveUid() {
        return uid();
    }

    @Override
    public int effectiveGid() {
        throw new AssertionError("not asked for here");
    }

    @Override
    public void become(ProcessUser credentials) {
        throw new AssertionError("not asked for here");
    }
}
