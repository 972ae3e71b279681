package org.supervisor4j.daemon.output;

import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.Place;
import org.supervisor4j.daemon.os.files.SafePaths;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;

/**
 * The log files of programs that name none: {@code web-stdout---supervisor-q3vz0k_1.log} in childlogdir. They are made
 * when their group is added, and those of an earlier daemon are removed when the next one starts.
 *
 * <p>The folder is the system's one for temporary files by default, so others write there, too. A new file is never one
 * that is there already, and only this user's files are removed. May wait for the disk: not for a loop.
 */
public final class AutoLogs {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789_";
    private static final int RANDOM_LENGTH = 8;
    private static final int MOST_ATTEMPTS = 100;
    private static final int OWNER_ONLY = 0600;

    private final String folder;
    private final String identifier;
    private final Descriptors descriptors;
    private final SafePaths paths;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param childlogdir may be relative to the process's working directory
     * @param identifier the daemon's
     */
    public AutoLogs(String childlogdir, String identifier, Descriptors descriptors, SafePaths paths) {
        this.folder = childlogdir.endsWith("/") ? childlogdir : childlogdir + "/";
        this.identifier = identifier;
        this.descriptors = descriptors;
        this.paths = paths;
    }

    /**
     * Makes an empty file that only the daemon's user can read.
     *
     * @return its absolute path, for it is shown to clients
     */
    // contract: options.py, get_autochildlog_name
    public String create(String processName, Channel channel) throws OsException {
        String beginning = absolute(folder) + processName + "-" + channel.word() + "---" + identifier + "-";
        OsException last = null;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            String path = beginning + randomText() + ".log";
            try {
                int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
                descriptors.close(paths.openItself(path, flags, OWNER_ONLY));
                return path;
            } catch (OsException e) {
                if (!e.errno().is(Errno.EEXIST)) {
                    throw e;
                }
                last = e;
            }
        }
        throw Objects.requireNonNull(last);
    }

    private String absolute(String path) throws OsException {
        if (path.startsWith("/")) {
            return path;
        }
        String name = path.startsWith("./") ? path.substring(2) : path;
        return paths.workingFolder() + "/" + name;
    }

    private String randomText() {
        StringBuilder text = new StringBuilder(RANDOM_LENGTH);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /**
     * The files of all daemons with this identifier. A start looks for them before it makes its own, and removes them
     * only when it is sure to succeed: while another such daemon lives, they are its logs.
     *
     * <p>The reference takes the identifier for a regular expression.
     *
     * @return their paths; empty where the folder can't be read, which is told
     */
    // contract: options.py, clear_autochildlogdir
    public List<String> find(ActivityLog log) {
        Pattern ofThisIdentifier = Pattern.compile(".+?---" + Pattern.quote(identifier) + "-\\S+\\.log");
        List<String> names;
        try (Place anything = paths.hold(folder + "*")) {
            names = anything.list();
        } catch (OsException e) {
            log.warn("Could not clear childlog dir");
            return List.of();
        }
        return names.stream()
                .filter(name -> ofThisIdentifier.matcher(name).lookingAt())
                .map(name -> folder + name)
                .toList();
    }

    /**
     * Removes those that belong to the daemon's user; the reference removes whatever it may. A file that can't be
     * removed is told and left.
     */
    public void remove(List<String> paths, ActivityLog log) {
        paths.forEach(path -> removeIfOurs(path, log));
    }

    private void removeIfOurs(String path, ActivityLog log) {
        try (Place place = paths.hold(path)) {
            if (paths.isOurs(place.status().uid())) {
                place.unlink();
            }
        } catch (OsException e) {
            log.warn("Failed to clean up " + quoted(path));
        }
    }

    /** As Python shows a text. */
    private static String quoted(String path) {
        return path.contains("'") && !path.contains("\"") ? "\"" + path + "\"" : "'" + path.replace("'", "\\'") + "'";
    }
}
