package org.supervisor4j.daemon.http;

import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.os.OsException;

/** Takes the place of the event listeners in a rehearsal. Any thread. */
public interface StandIn extends AutoCloseable {
    /** What a client of the rehearsal's may call: the events that it sends come to nobody else. */
    SupervisorApi api();

    /** No more will come. */
    @Override
    void close();

    /** Makes one when there is a rehearsal. */
    interface Opening {
        StandIn open() throws OsException;
    }
}
