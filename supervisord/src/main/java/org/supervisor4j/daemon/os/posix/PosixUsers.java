package org.supervisor4j.daemon.os.posix;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.Users;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;
import org.supervisor4j.daemon.os.posix.libc.NativeText;

/** The user and group databases by way of libc, so that all the sources in nsswitch.conf are asked. Any thread. */
final class PosixUsers implements Users {
    private static final int ERANGE = 34;

    /** {@code struct passwd}, and {@code struct group} which is smaller. */
    private static final int ENTRY_SIZE = 48;

    private static final int PW_NAME = 0;
    private static final int PW_UID = 16;
    private static final int PW_GID = 20;
    private static final int PW_DIR = 32;
    private static final int GR_GID = 16;

    /** Where the look-ups store a pointer: to the entry, or null if there is none. */
    private static final int FOUND = ENTRY_SIZE;

    private static final int TEXTS = FOUND + Long.BYTES;
    private static final int FIRST_TEXTS_SIZE = 1024;

    /** A group with a hundred thousand members fits. */
    private static final int MOST_TEXTS_SIZE = 1 << 24;

    private static final int FIRST_GROUPS = 64;
    private static final int MOST_GROUPS = 1 << 17;

    private final LibC libc;

    PosixUsers(LibC libc) {
        this.libc = libc;
    }

    @Override
    public Optional<Account> byName(String name) {
        return withName(
                name,
                key -> lookUp(
                        (block, size) -> libc.getpwnamR(key.address(), block, block + TEXTS, size, block + FOUND),
                        this::account));
    }

    @Override
    public Optional<Account> byUid(int uid) {
        return lookUp((block, size) -> libc.getpwuidR(uid, block, block + TEXTS, size, block + FOUND), this::account);
    }

    @Override
    public OptionalInt gidOf(String groupName) {
        Optional<Integer> gid = withName(
                groupName,
                key -> lookUp(
                        (block, size) -> libc.getgrnamR(key.address(), block, block + TEXTS, size, block + FOUND),
                        entry -> entry.bytes().getInt(GR_GID)));
        return gid.isPresent() ? OptionalInt.of(gid.get()) : OptionalInt.empty();
    }

    @Override
    public boolean groupExists(int gid) {
        return lookUp((block, size) -> libc.getgrgidR(gid, block, block + TEXTS, size, block + FOUND), entry -> gid)
                .isPresent();
    }

    @Override
    public int uid() {
        return libc.getuid();
    }

    @Override
    public int effectiveUid() {
        return libc.geteuid();
    }

    @Override
    public int effectiveGid() {
        return libc.getegid();
    }

    @Override
    public void become(ProcessUser credentials) throws OsException {
        int count = credentials.groups().size();
        // In this order: the last step takes away the right to do the others. Libc changes all threads.
        try (NativeBlock groups = libc.allocate(Math.max(1, count) * Integer.BYTES)) {
            for (int i = 0; i < count; i++) {
                groups.bytes().putInt(Integer.BYTES * i, credentials.groups().get(i));
            }
            Errors.check(
                    libc.setgroups(count, groups.address()),
                    "set the groups",
                    credentials.groups().toString());
        }
        Errors.check(libc.setgid(credentials.gid()), "set the group", String.valueOf(credentials.gid()));
        Errors.check(libc.setuid(credentials.uid()), "set the user", String.valueOf(credentials.uid()));
    }

    /** A name that the system cannot be told is nobody's. */
    private <T> Optional<T> withName(String name, Function<NativeBlock, Optional<T>> lookUp) {
        try (NativeBlock key = libc.string(NativeText.encode(name, "look up", name, "the name"))) {
            return lookUp.apply(key);
        } catch (OsException e) {
            return Optional.empty();
        }
    }

    /** One of libc's {@code get..._r} functions. */
    @FunctionalInterface
    private interface Query {
        /**
         * @param block the address of memory for the entry, the pointer and the texts
         * @param size how much room there is for texts
         */
        int ask(long block, int size);
    }

    /** Asks, with more and more room for the texts. Sources that fail are taken for sources that do not know. */
    private <T> Optional<T> lookUp(Query query, Function<NativeBlock, T> reader) {
        int size = FIRST_TEXTS_SIZE;
        while (size <= MOST_TEXTS_SIZE) {
            try (NativeBlock block = libc.allocate(TEXTS + size)) {
                int error = query.ask(block.address(), size);
                if (error == ERANGE) {
                    size *= 4;
                } else if (error != Errno.EINTR) {
                    boolean found = error == 0 && block.bytes().getLong(FOUND) != 0;
                    return found ? Optional.of(reader.apply(block)) : Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private Account account(NativeBlock entry) {
        ByteBuffer bytes = entry.bytes();
        int uid = bytes.getInt(PW_UID);
        int gid = bytes.getInt(PW_GID);
        long name = bytes.getLong(PW_NAME);
        String home = NativeText.decode(libc.stringAt(bytes.getLong(PW_DIR)));
        return new Account(
                NativeText.decode(libc.stringAt(name)), home, new ProcessUser(uid, gid, groupsOf(name, gid)));
    }

    /** The primary group first, then all groups that list the user: so the original hands them to setgroups. */
    private List<Integer> groupsOf(long name, int gid) {
        int room = FIRST_GROUPS;
        while (true) {
            try (NativeBlock block = libc.allocate(Integer.BYTES * (room + 1))) {
                ByteBuffer bytes = block.bytes();
                int countOffset = Integer.BYTES * room;
                bytes.putInt(countOffset, room);
                int count = libc.getgrouplist(name, gid, block.address(), block.address() + countOffset);
                if (count >= 0) {
                    return integers(bytes, count);
                }
                if (room >= MOST_GROUPS) {
                    return List.of(gid);
                }
                room = Math.max(2 * room, Math.min(bytes.getInt(countOffset), MOST_GROUPS));
            }
        }
    }

    private static List<Integer> integers(ByteBuffer bytes, int count) {
        List<Integer> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(bytes.getInt(Integer.BYTES * i));
        }
        return values;
    }
}
