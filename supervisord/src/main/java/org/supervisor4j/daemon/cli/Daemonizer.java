package org.supervisor4j.daemon.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.PosixSystem;

/**
 * Starts the daemon in the background. A program with threads cannot fork, so the one that was called starts itself
 * once more and waits for the other's word that it is serving; until then the other keeps the terminal as stderr, so
 * that what goes wrong is seen, and is the exit status of the command.
 */
final class Daemonizer {
    /** Set for the process that becomes the daemon, which does not hand it on; a command line would show it. */
    private static final String STAGE = "SUPERVISOR4J_START_STAGE";

    /** The name that the user has called, where the command line does not say it. */
    private static final String NAME = "SUPERVISOR4J_START_NAME";

    private static final String CALLED = System.getProperty("supervisor4j.invoked", "supervisord");

    private static final String BACKGROUND = "background";
    /** The same where the configuration comes through its stdin, because it could be read but once. */
    private static final String WITH_CONFIGURATION = "background-with-configuration";

    /** What the JVM itself never says: with some options it talks on its stdout, too. */
    private static final int SERVING = 0;

    private static final int END = -1;

    private final PosixSystem system;
    private final SupervisordConfig.Daemon config;

    Daemonizer(PosixSystem system, SupervisordConfig.Daemon config) {
        this.system = system;
        this.config = config;
    }

    /** Whether this process is the one that was started for the background. */
    static boolean isBackground() {
        return BACKGROUND.equals(System.getenv(STAGE)) || getsConfiguration();
    }

    private static boolean getsConfiguration() {
        return WITH_CONFIGURATION.equals(System.getenv(STAGE));
    }

    /** The configuration, where the one that was called has read it and it cannot be read again; else null. */
    static byte @Nullable [] handedConfiguration() throws OsException {
        if (!getsConfiguration()) {
            return null;
        }
        try {
            return System.in.readAllBytes();
        } catch (IOException broken) {
            throw new OsException("read", "the configuration (" + broken.getMessage() + ")", unknown());
        }
    }

    /** Whether another JVM has to be started. */
    boolean isNeeded() {
        return !config.nodaemon() && !isBackground();
    }

    /**
     * Starts the daemon and waits until it serves.
     *
     * @param configuration what was read of a configuration that can be read but once; null where it reads the file
     * @return this process's exit status: 0, or what the daemon failed with
     */
    int launch(byte @Nullable [] configuration) throws OsException {
        try {
            Process daemon = builder(configuration != null).start();
            if (configuration != null) {
                hand(configuration, daemon);
            }
            try (InputStream said = daemon.getInputStream()) {
                return isServing(said) ? 0 : daemon.waitFor();
            }
        } catch (IOException refused) {
            throw new OsException("start", "the daemon in the background (" + refused.getMessage() + ")", unknown());
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private ProcessBuilder builder(boolean withConfiguration) throws IOException {
        List<String> words = commandLine();
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(
                        withConfiguration
                                ? ProcessBuilder.Redirect.PIPE
                                : ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(STAGE, withConfiguration ? WITH_CONFIGURATION : BACKGROUND);
        builder.environment().put(NAME, CALLED);
        if (words.stream().anyMatch(NamelessFolder::isOption)) {
            String option = NamelessFolder.optionForAnother(system.host().pid());
            words.replaceAll(word -> NamelessFolder.isOption(word) ? option : word);
            builder.directory(new File("/"));
        }
        return builder;
    }

    /** Through a pipe, which nobody else can look into: it may hold passwords. */
    private static void hand(byte[] configuration, Process daemon) {
        try (OutputStream stdin = daemon.getOutputStream()) {
            stdin.write(configuration);
        } catch (IOException gone) {
            // It has said on stderr why it ended; its status follows.
        }
    }

    /** Reads until the word comes, or the daemon's stdout is closed without it. */
    private static boolean isServing(InputStream said) throws IOException {
        int heard = said.read();
        while (heard != SERVING && heard != END) {
            heard = said.read();
        }
        return heard == SERVING;
    }

    private static Errno unknown() {
        return new Errno(Errno.EAGAIN, "EAGAIN", "no process could be created");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The words of this process. Taken from the kernel, because nobody else knows the JVM's own options. */
    private static List<String> commandLine() throws IOException {
        String own = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>(List.of(own.split("\0", -1)));
        words.remove(words.size() - 1);
        String itself = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
        // The daemon writes the name that was called over this one (Host.showAs), which slashes make long enough.
        int missing = bytes(CALLED) - bytes(itself);
        words.set(0, "/".repeat(Math.max(0, missing)) + itself);
        return words;
    }

    /**
     * Step 9 of a start: leaves the terminal's session, its directory and its umask. Does nothing in the foreground.
     */
    void detach(ActivityLog log) throws OsException {
        if (!isBackground()) {
            return;
        }
        log.info("daemonizing the supervisord process");
        String directory = config.directory();
        if (directory != null) {
            changeTo(directory, log);
        }
        system.host().setsid();
        system.host().umask(config.umask());
    }

    private void changeTo(String directory, ActivityLog log) {
        try {
            system.host().chdir(directory);
            log.info("set current directory: '" + directory + "'");
        } catch (OsException refused) {
            Errno errno = refused.errno();
            log.critical("can't chdir into '" + directory + "': [Errno " + errno.number() + "] " + errno.text() + ": '"
                    + directory + "'");
        }
    }

    /** The daemon serves: its caller may go on, and the terminal is let go. */
    void ready() throws OsException {
        if (!isBackground()) {
            return;
        }
        System.out.write(SERVING);
        System.out.flush();
        int nowhere = system.descriptors().open("/dev/null", OpenFlags.READ_WRITE, 0);
        for (int standard = 0; standard <= 2; standard++) {
            system.host().duplicate(nowhere, standard);
        }
        system.descriptors().close(nowhere);
    }
}
