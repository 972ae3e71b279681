package org.supervisor4j.daemon.os.posix;

import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ResourceLimits;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;

/** {@code getrlimit} and {@code setrlimit}: whole processes, all threads. */
final class PosixLimits implements ResourceLimits {
    private final LibC libc;

    PosixLimits(LibC libc) {
        this.libc = libc;
    }

    @Override
    public Limit get(Resource resource) throws OsException {
        try (NativeBlock pair = libc.allocate(2 * Long.BYTES)) {
            Errors.check(libc.getrlimit(number(resource), pair.address()), "get the limit", name(resource));
            // RLIM_INFINITY is all ones, and so is our UNLIMITED.
            return new Limit(pair.bytes().getLong(0), pair.bytes().getLong(Long.BYTES));
        }
    }

    @Override
    public void set(Resource resource, Limit limit) throws OsException {
        try (NativeBlock pair = libc.allocate(2 * Long.BYTES)) {
            pair.bytes().putLong(0, limit.soft()).putLong(Long.BYTES, limit.hard());
            Errors.check(libc.setrlimit(number(resource), pair.address()), "set the limit", name(resource));
        }
    }

    /** The kernel's number of a resource. */
    static int number(Resource resource) {
        return switch (resource) {
            case PROCESSES -> 6;
            case OPEN_FILES -> 7;
        };
    }

    private static String name(Resource resource) {
        return switch (resource) {
            case PROCESSES -> "RLIMIT_NPROC";
            case OPEN_FILES -> "RLIMIT_NOFILE";
        };
    }
}
