package org.supervisor4j.daemon.config;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonNumber;

/** Remembers the answers of the {@link Surroundings} during one parse: thousands of programs name the same user. */
public final class Lookups {
    private final Surroundings surroundings;
    private final Map<String, Optional<Account>> users = new HashMap<>();
    private final Map<String, OptionalInt> groups = new HashMap<>();
    private final Map<String, Boolean> directories = new HashMap<>();
    private boolean ownIdCounts;

    public Lookups(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** From now on the number of our own user is one, even if no file knows it. */
    public void acceptOwnId() {
        ownIdCounts = true;
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    boolean isDirectory(String path) {
        return directories.computeIfAbsent(path, surroundings::isDirectory);
    }

    /**
     * A user given by name or number.
     *
     * @throws InvalidValueException {@code Invalid user name x} or {@code Invalid user id 7}
     */
    public Account user(String text) throws InvalidValueException {
        BigInteger number = numberOrNull(text);
        Optional<Account> user = users.computeIfAbsent(
                text,
                name -> number == null
                        ? surroundings.userByName(name)
                        : isId(number) ? byUid(number.intValue()) : Optional.empty());
        // contract: datatypes.name_to_uid
        return user.orElseThrow(
                () -> new InvalidValueException((number == null ? "Invalid user name " : "Invalid user id ") + text));
    }

    private Optional<Account> byUid(int uid) {
        Optional<Account> known = surroundings.userByUid(uid);
        if (known.isPresent() || !ownIdCounts || uid != surroundings.uid()) {
            return known;
        }
        // Nobody becomes what he is: the group plays no part.
        return Optional.of(new Account(String.valueOf(uid), "/", new ProcessUser(uid, uid, List.of(uid))));
    }

    /** A group given by name or number. */
    int group(String text) throws InvalidValueException {
        BigInteger number = numberOrNull(text);
        OptionalInt group =
                groups.computeIfAbsent(text, name -> number == null ? surroundings.gidOf(name) : existing(number));
        return group.orElseThrow(
                () -> new InvalidValueException((number == null ? "Invalid group name " : "Invalid group id ") + text));
    }

    private OptionalInt existing(BigInteger number) {
        return isId(number) && surroundings.groupExists(number.intValue())
                ? OptionalInt.of(number.intValue())
                : OptionalInt.empty();
    }

    private static @Nullable BigInteger numberOrNull(String text) {
        try {
            return PythonNumber.decimal(text);
        } catch (InvalidValueException notANumber) {
            return null;
        }
    }

    /** The last of the 2^32 ids is not one: it means "no change" to the kernel. */
    private static boolean isId(BigInteger number) {
        return number.signum() >= 0 && number.bitLength() <= Integer.SIZE && number.intValue() != -1;
    }

    /** {@code ~} and {@code ~name} at the start become home directories; what is unknown stays as it is. */
    String expandUser(String path) {
        if (!path.startsWith("~")) {
            return path;
        }
        int slash = path.indexOf('/');
        int end = slash < 0 ? path.length() : slash;
        String home = end == 1
                ? ownHome()
                : surroundings
                        .userByName(path.substring(1, end))
                        .map(Account::home)
                        .orElse(null);
        if (home == null) {
            return path;
        }
        String expanded = PosixPath.withoutTrailingSlashes(home) + path.substring(end);
        return expanded.isEmpty() ? "/" : expanded;
    }

    private @Nullable String ownHome() {
        String home = surroundings.environment().get("HOME");
        return home != null
                ? home
                : surroundings.userByUid(surroundings.uid()).map(Account::home).orElse(null);
    }

    /** With {@code ~} expanded, absolute from the current directory, normalised. */
    public String normalized(String path) {
        return PosixPath.absolute(expandUser(path), surroundings.currentDirectory());
    }
}
