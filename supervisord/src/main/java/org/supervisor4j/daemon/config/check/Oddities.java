package org.supervisor4j.daemon.config.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Launch;
import org.supervisor4j.daemon.config.RpcInterfaceConfig;
import org.supervisor4j.daemon.config.reading.EventListenerSection;
import org.supervisor4j.daemon.config.reading.FcgiSection;
import org.supervisor4j.daemon.config.reading.GroupSection;
import org.supervisor4j.daemon.config.reading.HttpServerSection;
import org.supervisor4j.daemon.config.reading.KnownKeys;
import org.supervisor4j.daemon.config.reading.KnownKeys.SectionKind;
import org.supervisor4j.daemon.config.reading.ProgramSection;
import org.supervisor4j.daemon.config.reading.RpcInterfaceSection;
import org.supervisor4j.daemon.values.TypographicQuotes;
import org.supervisor4j.ini.IniDocument;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.ShellWords;
import org.supervisor4j.ini.SourceLines;

/** Finds, in the files alone, what is understood and will not do what was meant. */
final class Oddities {
    private static final String RPC = RpcInterfaceSection.PREFIX + "supervisor";
    private static final String CLIENT = "supervisorctl";
    private static final Set<String> PROCESSES =
            Set.of(ProgramSection.PREFIX, EventListenerSection.PREFIX, FcgiSection.PREFIX);
    /** {@code http://joe:secret@host}. */
    private static final Pattern LOGIN_IN_URL = Pattern.compile("https?://[^/?#]*@.*", Pattern.CASE_INSENSITIVE);

    /** What clients can use; they distinguish cases. */
    private static final Pattern USABLE_URL = Pattern.compile("(?:https?|unix)://.*", Pattern.DOTALL);

    /** A continuation line that begins like a section or a key. */
    private static final Pattern LIKE_A_BEGINNING = Pattern.compile("\n(?:\\[([^]\n]+)]|([A-Za-z_]+)[ \t]*[=:])");

    private static final Pattern SHA = Pattern.compile("\\{SHA}[0-9a-f]{40}");

    /** More are not looked at word by word. */
    private static final int MOST_COMMANDS = 1000;

    private final Function<String, SourceLines> lines;
    private final List<Finding> findings;

    /**
     * @param lines of a file
     * @param findings takes what is found
     */
    Oddities(Function<String, SourceLines> lines, List<Finding> findings) {
        this.lines = lines;
        this.findings = findings;
    }

    void look(IniDocument document) {
        List<IniValue> commands = new ArrayList<>();
        boolean callable = document.section(RPC) != null;
        for (IniSection section : document.all()) {
            if (findings.size() > ConfigCheck.MOST_FINDINGS) {
                return;
            }
            String name = section.name();
            SectionKind kind = KnownKeys.kindOf(name);
            if (kind != null) {
                section.values().forEach((key, value) -> {
                    checkQuotes(key, value);
                    checkContinuation(kind, key, value);
                });
            }
            if (PROCESSES.stream().anyMatch(name::startsWith)) {
                IniValue command = section.value(Launch.COMMAND.key());
                if (command != null) {
                    commands.add(command);
                }
                checkUrl(section, Launch.SERVERURL.key());
            } else if (name.startsWith(HttpServerSection.UNIX) || name.startsWith(HttpServerSection.INET)) {
                checkHash(section.value("password"));
                if (!callable) {
                    withoutInterface(section);
                    callable = true;
                }
            } else if (name.equals(CLIENT)) {
                checkUrl(section, "serverurl");
            } else if (name.startsWith(GroupSection.PREFIX)) {
                checkMembers(section);
            }
        }
        lookAt(commands);
    }

    /** In the order of the files: going back in one takes time. */
    private void lookAt(List<IniValue> commands) {
        commands.sort(
                Comparator.comparing((IniValue command) -> command.position().file())
                        .thenComparingInt(command -> command.position().line()));
        for (IniValue command : commands.subList(0, Math.min(MOST_COMMANDS, commands.size()))) {
            Finding found = new CommandText(lines.apply(command.position().file()), command).look();
            if (found != null && findings.size() <= ConfigCheck.MOST_FINDINGS) {
                findings.add(found);
            }
        }
    }

    /** A start is silent about it, and each call is answered with UNKNOWN_METHOD. */
    private void withoutInterface(IniSection server) {
        findings.add(Finding.at(
                server.position().file(),
                server.position(),
                false,
                "[" + server.name() + "] is there, but no [" + RPC
                        + "]: supervisorctl and the web page's actions will not"
                        + " work; add that section with the line supervisor.rpcinterface_factory = "
                        + RpcInterfaceConfig.BUILT_IN));
    }

    private void checkQuotes(String key, IniValue value) {
        if (TypographicQuotes.areIn(value.text())) {
            tell(value, key + ": " + TypographicQuotes.ADVICE);
        }
    }

    /** An indented line goes on with the value above it, and a start is silent about it. */
    private void checkContinuation(SectionKind kind, String key, IniValue value) {
        if (!LIKE_A_BEGINNING.matcher(value.text()).find()) {
            return;
        }
        SourceLines source = lines.apply(value.position().file());
        SourceLines.Written written = source.value(value.position().line());
        String text = written == null ? "" : written.text();
        Matcher line = LIKE_A_BEGINNING.matcher(text);
        while (written != null && line.find()) {
            String section = line.group(1);
            boolean known = section == null
                    ? kind.keys().contains(line.group(2).toLowerCase(Locale.ROOT))
                    : KnownKeys.kindOf(section) != null;
            if (known && !isUnfinished(text.substring(0, line.start()))) {
                findings.add(CommandText.pointing(
                        source,
                        value.position().file(),
                        written.place(text.codePointCount(0, line.start() + 1)),
                        true,
                        (section == null ? line.group(2) + "=" : "[" + section + "]")
                                + " is indented, so this line goes on with the value of " + key + " above",
                        "^ " + (section == null ? "a key" : "a section") + " of its own begins at the left"));
                return;
            }
        }
    }

    /** Whether such a text cannot end there: after a comma, or within quotes. */
    private static boolean isUnfinished(String text) {
        return text.endsWith(",") || ShellWords.unclosed(text, true) >= 0;
    }

    /** A start makes such a group, in which nothing can ever run. */
    private void checkMembers(IniSection group) {
        IniValue programs = group.value(GroupSection.PROGRAMS.key());
        if (programs == null || programs.text().isBlank()) {
            findings.add(Finding.at(
                    group.position().file(),
                    programs == null ? group.position() : programs.position(),
                    true,
                    "[" + group.name() + "] has no programs, so nothing runs in it; name them in programs="));
        }
    }

    /** It is compared as it stands. */
    private void checkHash(@Nullable IniValue password) {
        if (password != null
                && password.text().startsWith("{SHA}")
                && !SHA.matcher(password.text()).matches()) {
            tell(
                    password,
                    "password: after {SHA} belongs the SHA-1 of the password in 40 digits, 0-9 and small a-f; with this"
                            + " nobody gets in");
        }
    }

    private void checkUrl(IniSection section, String key) {
        IniValue url = section.value(key);
        if (url != null && LOGIN_IN_URL.matcher(url.text()).matches()) {
            tell(
                    url,
                    key + " has a login in it, which is not used; "
                            + (section.name().toLowerCase(Locale.ROOT).equals(CLIENT)
                                    ? "set username and password"
                                    : "leave it out"));
        } else if (url != null && !isUsable(url.text())) {
            tell(url, key + ": clients know http://, https:// and unix:// only" + guess(url.text()));
        }
    }

    /** What it may begin with is not known where it begins with a name. */
    private static boolean isUsable(String url) {
        return url.isBlank()
                || url.strip().equalsIgnoreCase("AUTO")
                || url.startsWith("%(")
                || USABLE_URL.matcher(url).matches();
    }

    private static String guess(String url) {
        if (url.contains("://") || url.contains("@")) {
            return "";
        }
        return "; did you mean " + (url.startsWith("/") ? "unix://" : "http://") + url + "?";
    }

    private void tell(IniValue value, String message) {
        findings.add(Finding.at(value.position().file(), value.position(), true, message));
    }
}
