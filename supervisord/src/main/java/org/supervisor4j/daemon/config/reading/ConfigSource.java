package org.supervisor4j.daemon.config.reading;

import java.util.List;

/** Where configuration files come from. The only way of this package to the file system. */
public interface ConfigSource {
    /** Reads a file. Never throws: what cannot be read is a kind of content. */
    Content read(String path);

    /** Reads a file that the user named: it may be a pipe, which is read once and remembered. Never throws either. */
    default Content readNamed(String path) {
        return read(path);
    }

    /** One search for all patterns of a configuration, whose limits hold for all of them together. */
    Search search();

    /** Finds files by patterns. Not thread-safe. */
    interface Search {
        /**
         * The existing paths that match, in any order. Python's rules: {@code * ? [a-z]}, no hidden files for
         * {@code *}.
         *
         * @throws TooManyNamesException if this search would have to look at more names than is reasonable
         */
        List<String> find(String pattern) throws TooManyNamesException;
    }

    /** Patterns that lead through half of the file system, or round in circles. */
    final class TooManyNamesException extends Exception {
        private static final long serialVersionUID = 1L;

        public TooManyNamesException(String message) {
            super(message);
        }
    }

    /** What reading a file gave. */
    sealed interface Content {
        /** The file's bytes. */
        @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
        record Bytes(byte[] bytes) implements Content {}

        /** There is no such file. */
        record Missing() implements Content {}

        /** It is a directory, which is treated like what cannot be opened. */
        record Folder() implements Content {}

        /** It cannot be opened: permission is denied. */
        record Unreadable() implements Content {}

        /**
         * It will not be read.
         *
         * @param reason completes the sentence "it …": {@code is not a regular file}
         */
        record Refused(String reason) implements Content {}
    }
}
