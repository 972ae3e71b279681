package org.supervisor4j.endtoend;

/** Configurations of daemons that keep everything in the folder of their configuration file. */
final class Configuration {
    static final String FILE = "supervisord.conf";
    static final String SOCKET = "supervisor.sock";
    static final String LOG = "supervisord.log";
    static final String PID_FILE = "supervisord.pid";

    private static final String DAEMON = """
            [unix_http_server]
            file=%(here)s/supervisor.sock
            [supervisord]
            logfile=%(here)s/supervisord.log
            pidfile=%(here)s/supervisord.pid
            childlogdir=%(here)s
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
            """;

    private Configuration() {}

    /** A daemon, and what the test adds; a section that is there already is continued, a later value counts. */
    static String with(String sections) {
        return DAEMON + sections;
    }
}
