package org.supervisor4j.daemon.rpc;

import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.ini.ConfigException;

/** Reads the configuration that the daemon was started with anew. May block; called on RPC threads. */
@FunctionalInterface
public interface ConfigLoader {
    SupervisordConfig load() throws ConfigException;
}
