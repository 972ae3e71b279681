package org.supervisor4j.daemon.web;

import java.util.regex.Pattern;
import org.supervisor4j.daemon.rpc.DaemonView.Setting;
import org.supervisor4j.model.Role;

/**
 * Decides which values of an environment a page shows. What may be a secret is hidden from everybody; whoever may only
 * look sees no values at all.
 */
final class Secrets {
    static final String HIDDEN = "\u2022\u2022\u2022\u2022\u2022\u2022";

    private static final Pattern SECRET_NAME = Pattern.compile(
            "PASS|PWD|SECRET|TOKEN|KEY|CRED|AUTH|PRIVATE|COOKIE|SESSION|SALT|SIGN|CERT|DSN|LOGIN|LICEN|WEBHOOK",
            Pattern.CASE_INSENSITIVE);

    /** A password before the host: {@code postgres://user:secret@host/}. */
    private static final Pattern LOGIN_IN_URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://[^/\\s]*@");

    /** Long, without blanks, with letters and digits, and not a path, a host or a list: as keys are. */
    private static final Pattern LIKE_A_KEY = Pattern.compile("(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+_=~-]{20,}");

    private Secrets() {}

    /** The variable with its value, or with dots in its place. */
    static Setting hide(Setting variable, Role role) {
        String value = variable.value();
        boolean shown = role.permits(Role.CONTROL)
                && !SECRET_NAME.matcher(variable.key()).find()
                && !LOGIN_IN_URL.matcher(value).find()
                && !LIKE_A_KEY.matcher(value).find();
        return shown ? variable : new Setting(variable.key(), HIDDEN);
    }
}
