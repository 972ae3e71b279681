package org.supervisor4j.daemon.config.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Launch;
import org.supervisor4j.daemon.config.RpcInterfaceConfig;
import org.supervisor4j.daemon.config.reading.EventListenerSection;
import org.supervisor4j.daemon.config.reading.FcgiSection;
import org.supervisor4j.daemon.config.reading.HttpServerSection;
import org.supervisor4j.daemon.config.reading.KnownKeys;
import org.supervisor4j.daemon.config.reading.ProgramSection;
import org.supervisor4j.daemon.config.reading.RpcInterfaceSection;
import org.supervisor4j.daemon.values.TypographicQuotes;
import org.supervisor4j.ini.IniDocument;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.SourceLines;

/** Finds, in the files alone, what is understood and will not do what was meant. */
final class Oddities {
    private static final String RPC = RpcInterfaceSection.PREFIX + "supervisor";
    private static final String CLIENT = "supervisorctl";
    private static final Set<String> PROCESSES =
            Set.of(ProgramSection.PREFIX, EventListenerSection.PREFIX, FcgiSection.PREFIX);
    /** {@code http://joe:secret@host}. */
    private static final Pattern LOGIN_IN_URL = Pattern.compile("https?://[^/?#]*@.*", Pattern.CASE_INSENSITIVE);

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
            if (KnownKeys.kindOf(name) != null) {
                section.values().forEach(this::checkQuotes);
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
        }
    }

    private void tell(IniValue value, String message) {
        findings.add(Finding.at(value.position().file(), value.position(), true, message));
    }
}
