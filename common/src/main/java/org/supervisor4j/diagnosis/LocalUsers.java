package org.supervisor4j.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The users of this machine. */
public final class LocalUsers {
    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final int MOST_BYTES = 4 << 20;
    private static final int UID = 2;

    private LocalUsers() {}

    /** {@code www-data (uid 33)}; {@code uid 33} where {@code /etc/passwd} has no name for it. */
    public static String of(int uid) {
        String name = uid == 0 ? "root" : name(Integer.toString(uid));
        return name.isEmpty() ? "uid " + uid : name + " (uid " + uid + ")";
    }

    private static String name(String uid) {
        try (InputStream in = Files.newInputStream(PASSWD)) {
            for (String line : new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).split("\n", -1)) {
                String[] fields = line.split(":", -1);
                if (fields.length > UID && fields[UID].equals(uid)) {
                    return fields[0];
                }
            }
        } catch (IOException unreadable) {
            // then it has a number
        }
        return "";
    }

    /** The user of this run of the program; -1 if that cannot be told. */
    public static int self() {
        return owner(Path.of("/proc/self"));
    }

    /** {@code this user, www-data (uid 33),}. */
    public static String me() {
        int uid = self();
        return uid < 0 ? "this user" : "this user, " + of(uid) + ",";
    }

    /** The owner of a file, or of a process by its folder in {@code /proc}; -1 if that cannot be told. */
    public static int owner(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid");
        } catch (IOException | UnsupportedOperationException unknown) {
            return -1;
        }
    }
}
