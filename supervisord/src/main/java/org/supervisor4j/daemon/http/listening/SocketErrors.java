package org.supervisor4j.daemon.http.listening;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.util.Map;

/**
 * Translates Java's words for a failed socket or file call back to the error number that the reference's message shows.
 * The JDK keeps only libc's text.
 */
public final class SocketErrors {
    private static final int EADDRINUSE = 98;

    private static final Map<String, String> ERRNOS = Map.ofEntries(
            Map.entry("Operation not permitted", "errno.EPERM (1)"),
            Map.entry("No such file or directory", "errno.ENOENT (2)"),
            Map.entry("Permission denied", "errno.EACCES (13)"),
            Map.entry("File exists", "errno.EEXIST (17)"),
            Map.entry("Not a directory", "errno.ENOTDIR (20)"),
            Map.entry("Invalid argument", "errno.EINVAL (22)"),
            Map.entry("Too many open files", "errno.EMFILE (24)"),
            Map.entry("No space left on device", "errno.ENOSPC (28)"),
            Map.entry("Read-only file system", "errno.EROFS (30)"),
            Map.entry("File name too long", "errno.ENAMETOOLONG (36)"),
            Map.entry("Unix domain path too long", "AF_UNIX path too long"),
            Map.entry("Too many levels of symbolic links", "errno.ELOOP (40)"),
            Map.entry("Address family not supported by protocol", "errno.EAFNOSUPPORT (97)"),
            Map.entry("Address already in use", "errno.EADDRINUSE (" + EADDRINUSE + ")"),
            Map.entry("Cannot assign requested address", "errno.EADDRNOTAVAIL (99)"));

    private SocketErrors() {}

    /** The usage error for a server that could not be opened. */
    public static HttpStartException toStartException(Exception failure) {
        if (failure instanceof HttpStartException already) {
            return already;
        }
        String errno = errnoOf(failure);
        if (errno.startsWith("errno.EADDRINUSE")) {
            return HttpStartException.addressInUse();
        }
        // contract: options.py, openhttpservers
        return new HttpStartException("Cannot open an HTTP server: socket.error reported " + errno, failure);
    }

    private static String errnoOf(Exception failure) {
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return "-2";
        } else if (failure instanceof java.nio.file.NoSuchFileException) {
            return "errno.ENOENT (2)";
        } else if (failure instanceof java.nio.file.AccessDeniedException) {
            return "errno.EACCES (13)";
        }
        String text = textOf(failure);
        return ERRNOS.getOrDefault(text, text);
    }

    private static String textOf(Exception failure) {
        if (failure instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        } else if (failure instanceof IOException && failure.getCause() instanceof IOException cause) {
            return textOf(cause);
        }
        return String.valueOf(failure.getMessage());
    }
}
