package org.supervisor4j.daemon.os;

/** Our own limits; children inherit them. */
public interface ResourceLimits {
    /** No limit. */
    long UNLIMITED = -1;

    enum Resource {
        OPEN_FILES,
        PROCESSES
    }

    Limit get(Resource resource) throws OsException;

    void set(Resource resource, Limit limit) throws OsException;

    record Limit(long soft, long hard) {}
}
