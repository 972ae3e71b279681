package org.supervisor4j.daemon.config;

import java.util.Locale;
import org.supervisor4j.daemon.config.Key.Shown;
import org.supervisor4j.daemon.state.Essential;
import org.supervisor4j.daemon.values.ValueType;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;

/** The keys that make a process's {@link Essential}. The original has none of them. */
final class EssentialKeys {
    private static final ValueKind<Essential.Kind> KIND = ValueKind.plain("boolean or `fatal`", EssentialKeys::kind);
    private static final ValueKind<String> SHUTDOWN = ValueKind.plain("`shutdown`", EssentialKeys::shutdown);

    static final KeyTable<ProcessConfig, Essential> ALL = new KeyTable<ProcessConfig, Essential>(
                    "", ProcessConfig::essential)
            .added()
            .shown(Shown.IF_OTHER);
    static final Key<Essential.Kind> ESSENTIAL = ALL.live("essential", KIND, "false", Essential::kind);
    /** In the words of Pebble, as is the next. */
    static final Key<String> ON_FAILURE =
            ALL.live("on-failure", SHUTDOWN, null, essential -> essential.onFailure() ? "shutdown" : null);

    static final Key<String> ON_SUCCESS =
            ALL.live("on-success", SHUTDOWN, null, essential -> essential.onSuccess() ? "shutdown" : null);

    private EssentialKeys() {}

    static Essential of(Values values) {
        Essential essential =
                new Essential(values.get(ESSENTIAL), values.find(ON_FAILURE) != null, values.find(ON_SUCCESS) != null);
        return essential.equals(Essential.NO) ? Essential.NO : essential;
    }

    private static Essential.Kind kind(String text) throws InvalidValueException {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals("fatal")) {
            return Essential.Kind.FATAL;
        }
        return ValueType.truth(word)
                .map(is -> is ? Essential.Kind.TRUE : Essential.Kind.FALSE)
                .orElseThrow(() -> new InvalidValueException(PythonRepr.of(text) + " is none of true, false, fatal"));
    }

    private static String shutdown(String text) throws InvalidValueException {
        if (text.toLowerCase(Locale.ROOT).equals("shutdown")) {
            return "shutdown";
        }
        throw new InvalidValueException(PythonRepr.of(text)
                + " is not known here, only shutdown is; autorestart says whether it is started again");
    }
}
