package org.supervisor4j.daemon.os.files;

/**
 * Owner and permissions of a file.
 *
 * @param mode the permission bits, from 0 to 0777; -1 = unchanged
 * @param uid -1 = unchanged
 * @param gid -1 = unchanged
 */
public record FileAccess(int mode, int uid, int gid) {
    /** Leaves it as it is. */
    public static final int ANY = -1;

    public static final FileAccess UNCHANGED = new FileAccess(ANY, ANY, ANY);

    /** Whether nothing is asked for. */
    public boolean isUnchanged() {
        return mode == ANY && uid == ANY && gid == ANY;
    }
}
