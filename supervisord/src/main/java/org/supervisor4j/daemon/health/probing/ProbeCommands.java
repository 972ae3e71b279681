package org.supervisor4j.daemon.health.probing;

import org.supervisor4j.daemon.os.SpawnRequest;

/** Makes commands of probes into what can be spawned, as the program's user and where the program is. Any thread. */
@FunctionalInterface
public interface ProbeCommands {
    /** @param output what takes both outputs */
    SpawnRequest request(String command, int stdin, int output) throws ProbeException;
}
