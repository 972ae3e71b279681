package org.supervisor4j.daemon.config.reading;

import static org.supervisor4j.daemon.config.Key.key;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.NoticeConfig;
import org.supervisor4j.daemon.config.NoticeConfig.Receiver;
import org.supervisor4j.daemon.config.NoticeTemplate;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.daemon.health.HttpHeader;
import org.supervisor4j.daemon.health.Probe;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.PythonWhitespace;

/** {@code [webhook:x]} and {@code [mail:x]}. */
public final class NoticeSection {
    public static final String WEBHOOK = "webhook:";
    public static final String MAIL = "mail:";

    static final Key<String> URL = key("url", ValueKind.STRING);
    static final Key<String> URL_FILE = key("url_file", ValueKind.STRING);
    static final Key<HttpHeader> HEADER = key("header", ValueKind.HEADER);
    static final Key<String> HEADER_FILE = key("header_file", ValueKind.STRING);
    static final Key<String> PASSWORD_FILE = key("password_file", ValueKind.STRING);
    static final Key<String> FROM = key("from", ValueKind.STRING);
    static final Key<List<String>> TO = key("to", ValueKind.LIST);
    static final Key<NoticeTemplate> SUBJECT = key("subject", ValueKind.TEMPLATE, "[{host}] {process} {state}{health}");
    static final Key<List<String>> EVENTS = key("events", ValueKind.LIST, "PROCESS_STATE_FATAL,X_PROCESS_HEALTH");
    static final Key<List<String>> PROGRAMS = key("programs", ValueKind.LIST, "");
    static final Key<NoticeTemplate> TEMPLATE = key("template", ValueKind.TEMPLATE);
    static final Key<Duration> COALESCE = key("coalesce", ValueKind.DURATION, "60");

    public static final List<Key<?>> ALL_WEBHOOK =
            List.of(URL, URL_FILE, HEADER, HEADER_FILE, EVENTS, PROGRAMS, TEMPLATE, COALESCE);
    public static final List<Key<?>> ALL_MAIL =
            List.of(URL, PASSWORD_FILE, FROM, TO, SUBJECT, EVENTS, PROGRAMS, TEMPLATE, COALESCE);

    /** What is told: changes, and no output, of which there may be any amount. */
    private static final Pattern TOLD =
            Pattern.compile("(PROCESS_STATE|SUPERVISOR_STATE_CHANGE|PROCESS_GROUP|X_PROCESS_HEALTH)(_.*)?");

    private static final Pattern SMTP =
            Pattern.compile("(smtps?)://(?:([^@/\\s]+)@)?(\\[[0-9a-fA-F:.]+]|[^:/@\\s]+)(?::(\\d{1,5}))?/?");
    private static final Pattern ADDRESS = Pattern.compile("[!-~&&[^<>,()\"\\\\]]+");
    private static final int SMTP_PORT = 25;
    private static final int SMTPS_PORT = 465;

    private final ParseRun run;
    private final IniSection section;
    private final SectionReader keys;
    private final Expansion scope;

    private NoticeSection(ParseRun run, IniSection section) {
        this.run = run;
        this.section = section;
        keys = run.reader(section);
        scope = run.withHere();
    }

    static List<NoticeConfig> all(ParseRun run) {
        List<NoticeConfig> all = new ArrayList<>();
        for (IniSection section : run.document().startingWith(WEBHOOK)) {
            NoticeSection reader = new NoticeSection(run, section);
            reader.add(reader.webhook(), all);
        }
        for (IniSection section : run.document().startingWith(MAIL)) {
            NoticeSection reader = new NoticeSection(run, section);
            reader.add(reader.mail(), all);
        }
        return all;
    }

    private void add(@Nullable Receiver receiver, List<NoticeConfig> all) {
        List<String> events = events();
        List<String> programs = keys.read(PROGRAMS, scope);
        NoticeTemplate template = keys.find(TEMPLATE, scope);
        Duration coalesce = keys.read(COALESCE, scope);
        if (receiver != null) {
            all.add(new NoticeConfig(section.name(), events, programs, template, coalesce, receiver));
        }
    }

    private @Nullable Receiver webhook() {
        String url = keys.find(URL, scope);
        String urlFile = path(URL_FILE);
        HttpHeader header = keys.find(HEADER, scope);
        String headerFile = path(HEADER_FILE);
        if (keys.has(URL) == keys.has(URL_FILE)) {
            keys.problem("section [" + section.name() + "] needs either url or url_file");
            return null;
        }
        if (keys.has(HEADER) && keys.has(HEADER_FILE)) {
            keys.problem(HEADER, "header and header_file exclude each other");
        }
        Probe.Http address = url == null ? null : http(url);
        return address == null && urlFile == null
                ? null
                : new NoticeConfig.Webhook(address, urlFile, header, headerFile);
    }

    private Probe.@Nullable Http http(String url) {
        Probe probe = keys.convert(URL, () -> Probe.parse(url));
        if (probe instanceof Probe.Http http) {
            return http;
        }
        if (probe != null) {
            keys.problem(URL, "url is no address of a web service: http://... or https://...");
        }
        return null;
    }

    private @Nullable Receiver mail() {
        String url = keys.find(URL, scope);
        String passwordFile = path(PASSWORD_FILE);
        String from = keys.find(FROM, scope);
        List<String> to = keys.find(TO, scope);
        NoticeTemplate subject = keys.read(SUBJECT, scope);
        if (url == null || from == null || to == null || to.isEmpty()) {
            if (!keys.has(URL) || !keys.has(FROM) || !keys.has(TO)) {
                keys.problem("section [" + section.name() + "] needs url, from and to");
            }
            return null;
        }
        checkAddresses(FROM, List.of(from));
        checkAddresses(TO, to);
        Matcher matcher = SMTP.matcher(url);
        int port = !matcher.matches()
                ? -1
                : matcher.group(4) != null
                        ? Integer.parseInt(matcher.group(4))
                        : matcher.group(1).equals("smtps") ? SMTPS_PORT : SMTP_PORT;
        if (port < 1 || port > 65535) {
            keys.problem(URL, "url is no address of a mail server: smtp://[user@]host[:port] or smtps://...");
            return null;
        }
        String user = matcher.group(2);
        if ((user == null) != (passwordFile == null)) {
            keys.problem(URL, "a user in url and password_file need each other");
        }
        String host = matcher.group(3).replaceAll("[\\[\\]]", "");
        return new NoticeConfig.Mail(
                matcher.group(1).equals("smtps"), user, host, port, passwordFile, from, to, subject);
    }

    /** They become parts of commands. */
    private void checkAddresses(Key<?> option, List<String> addresses) {
        for (String address : addresses) {
            if (!ADDRESS.matcher(address).matches()) {
                keys.problem(option, option.key() + ": no address of mail: " + address);
            }
        }
    }

    private List<String> events() {
        Set<String> events = new LinkedHashSet<>();
        for (String event : keys.read(EVENTS, scope)) {
            String name = event.toUpperCase(Locale.ROOT);
            boolean isKnown =
                    EventListenerSection.EVENT_TYPES.contains(name) || EventListenerSection.EXTRA_TYPES.contains(name);
            if (!isKnown || !TOLD.matcher(name).matches()) {
                keys.problem(
                        EVENTS,
                        "events: [" + section.name() + "] cannot be told of " + event
                                + "; it takes names that begin with PROCESS_STATE, PROCESS_GROUP or SUPERVISOR_STATE_CHANGE,"
                                + " and X_PROCESS_HEALTH");
            }
            events.add(name);
        }
        return List.copyOf(events);
    }

    private @Nullable String path(Key<String> option) {
        String path = keys.find(option, scope);
        return path == null ? null : run.lookups().normalized(PythonWhitespace.strip(path));
    }
}
