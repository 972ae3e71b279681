package org.supervisor4j.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.ini.PythonRepr;

/** A configuration as text in the same form as {@code reference.py} prints it. */
final class ConfigDump {
    private final List<String> lines = new ArrayList<>();

    static String of(SupervisordConfig config) {
        ConfigDump dump = new ConfigDump();
        dump.daemon(config.daemon(), config.serverUrl());
        config.groups().forEach(dump::group);
        config.servers().forEach(dump::server);
        for (RpcInterfaceConfig rpc : config.rpcInterfaces()) {
            dump.lines.add("rpc " + rpc.name() + " "
                    + new TreeMap<>(rpc.options())
                            .entrySet().stream()
                                    .map(e ->
                                            "(" + PythonRepr.of(e.getKey()) + ", " + PythonRepr.of(e.getValue()) + ")")
                                    .collect(Collectors.joining(", ", "[", "]")));
        }
        config.messages().warnings().forEach(text -> dump.lines.add("WARN " + text));
        config.messages().infos().forEach(text -> dump.lines.add("INFO " + text));
        return String.join("\n", dump.lines);
    }

    private void daemon(SupervisordConfig.Daemon d, @Nullable String serverUrl) {
        add("logfile", d.logfile());
        add("logfile_maxbytes", d.logfileMaxbytes());
        add("logfile_backups", d.logfileBackups());
        add("loglevel", d.loglevel().number());
        add("pidfile", d.pidfile());
        add("umask", d.umask());
        add("nodaemon", d.nodaemon());
        add("silent", d.silent());
        add("minfds", d.minfds());
        add("minprocs", d.minprocs());
        add("nocleanup", d.nocleanup());
        add("childlogdir", d.childlogdir());
        add("uid", d.user() == null ? null : d.user().credentials().uid());
        add("directory", d.directory());
        add("strip_ansi", d.stripAnsi());
        add("identifier", d.identifier());
        add("serverurl", serverUrl);
    }

    private void add(String name, @Nullable Object value) {
        lines.add(name + "=" + show(value));
    }

    private static String show(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof String text) {
            return PythonRepr.of(text);
        }
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        if (value instanceof OptionalInt number) {
            return number.isPresent() ? Integer.toString(number.getAsInt()) : "None";
        }
        if (value instanceof LogTarget target) {
            return target instanceof LogTarget.File file
                    ? PythonRepr.of(file.path())
                    : target instanceof LogTarget.Auto ? "AUTO" : "None";
        }
        return value == Restart.NEVER ? "False" : value.toString();
    }

    private void group(GroupConfig group) {
        String line = " " + PythonRepr.of(group.name()) + " " + group.priority();
        if (group instanceof GroupConfig.EventListenerGroup pool) {
            lines.add("EventListenerPoolConfig" + line + " " + pool.bufferSize() + " "
                    + PythonRepr.of(pool.events().stream().sorted().toList()));
        } else if (group instanceof GroupConfig.FcgiGroup fcgi) {
            lines.add("FastCGIGroupConfig" + line + " " + fcgi.socket().url() + " "
                    + show(fcgi.socket().backlog()) + socket(fcgi.socket()));
        } else {
            lines.add("ProcessGroupConfig" + line);
        }
        group.processes().forEach(this::process);
    }

    private static String socket(GroupConfig.SocketConfig socket) {
        if (!(socket instanceof GroupConfig.SocketConfig.Unix unix)) {
            return "";
        }
        String owner = unix.ownerUid() == -1 ? "None" : "(" + unix.ownerUid() + ", " + unix.ownerGid() + ")";
        return " " + unix.mode() + " " + owner;
    }

    private void process(ProcessConfig p) {
        Map<String, Object> fields = new java.util.LinkedHashMap<>();
        put(fields, "name", p.name());
        put(fields, "uid", p.launch().user() == null ? null : p.launch().user().uid());
        put(fields, "command", p.launch().command());
        put(fields, "directory", p.launch().directory());
        put(fields, "umask", p.launch().umask());
        put(fields, "priority", p.priority());
        put(fields, "autostart", p.policy().autostart());
        put(fields, "autorestart", p.policy().restart());
        put(fields, "startsecs", p.policy().startsecs());
        put(fields, "startretries", p.policy().startretries());
        put(fields, "stdout_logfile", p.stdout().logfile());
        put(fields, "stdout_capture_maxbytes", p.stdout().captureMaxbytes());
        put(fields, "stdout_events_enabled", p.stdout().eventsEnabled());
        put(fields, "stdout_syslog", p.stdout().syslog());
        put(fields, "stdout_logfile_backups", p.stdout().backups());
        put(fields, "stdout_logfile_maxbytes", p.stdout().maxbytes());
        put(fields, "stderr_logfile", p.stderr().logfile());
        put(fields, "stderr_capture_maxbytes", p.stderr().captureMaxbytes());
        put(fields, "stderr_logfile_backups", p.stderr().backups());
        put(fields, "stderr_logfile_maxbytes", p.stderr().maxbytes());
        put(fields, "stderr_events_enabled", p.stderr().eventsEnabled());
        put(fields, "stderr_syslog", p.stderr().syslog());
        put(fields, "stopsignal", p.policy().stopsignal());
        put(fields, "stopwaitsecs", p.policy().stopwaitsecs());
        put(fields, "stopasgroup", p.policy().stopasgroup());
        put(fields, "killasgroup", p.policy().killasgroup());
        put(fields, "exitcodes", p.policy().exitcodes());
        put(fields, "redirect_stderr", p.redirectStderr());
        put(fields, "serverurl", p.launch().serverurl());
        String environment = new TreeMap<>(p.launch().environment())
                .entrySet().stream()
                        .map(e -> PythonRepr.of(e.getKey()) + ": " + PythonRepr.of(e.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        lines.add("  "
                + fields.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining(" "))
                + " environment=" + environment);
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        fields.put(name, show(value));
    }

    private void server(HttpServerConfig server) {
        HttpServerConfig.Login login = server.login();
        String access = login == null ? "None" : show(login.username()) + " " + show(login.password());
        if (server instanceof HttpServerConfig.Unix unix) {
            lines.add(String.format(
                    Locale.ROOT,
                    "unix %s %s %d (%d, %d) %s",
                    unix.section(),
                    unix.path(),
                    unix.chmod(),
                    unix.ownerUid(),
                    unix.ownerGid(),
                    access));
        } else if (server instanceof HttpServerConfig.Inet inet) {
            String host = inet.host() == null ? "" : inet.host();
            lines.add("inet " + inet.section() + " " + PythonRepr.of(host) + " " + inet.port() + " " + access);
        }
    }
}
