package org.supervisor4j.daemon.web;

import java.util.regex.Pattern;
import org.supervisor4j.daemon.rpc.DaemonView.Setting;
import org.supervisor4j.model.Role;

/**
 * Decides what a page shows of values that may be secrets. It errs on the side of hiding: the file has them all. In an
 * environment they are hidden from everybody, and a user who may only look sees no values at all.
 */
final class Secrets {
    static final String HIDDEN = "\u2022\u2022\u2022\u2022\u2022\u2022";

    private static final Pattern SECRET_NAME = Pattern.compile(
            "PASS|PWD|SECRET|TOKEN|KEY|CRED|AUTH|PRIVATE|COOKIE|SESSION|SALT|SIGN|CERT|DSN|LOGIN|LICEN|WEBHOOK",
            Pattern.CASE_INSENSITIVE);

    /** A password before the host: {@code postgres://user:secret@host/}. */
    private static final Pattern LOGIN_IN_URL =
            Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]{0,30}://(?:[^/\\s:@]{0,200}:)?)[^/\\s@]*(?=@)");

    /** Long, without blanks, with letters and digits, and not a path, a host or a list: as keys are. */
    private static final Pattern LIKE_A_KEY = Pattern.compile(
            "(?<![A-Za-z0-9+_=~-])" + "(?=[A-Za-z+_=~-]*[0-9])(?=[0-9+_=~-]*[A-Za-z])[A-Za-z0-9+_=~-]{20,}");

    /** An option or an assignment in a command whose name tells that a secret follows. */
    private static final Pattern SECRET_ARGUMENT = Pattern.compile(
            "([\\w-]{0,64}(?:PASS|PWD|SECRET|TOKEN|KEY|CRED)[\\w-]{0,64}(?:=|(?<=\\s-{1,2}[\\w-]{1,64})\\s+))"
                    + "(?:\"[^\"]*\"|'[^']*'|[^\\s\"']+)",
            Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /** A key of the configuration, with dots in place of what its value says of passwords. */
    static Setting hideIn(Setting key) {
        String value = LOGIN_IN_URL.matcher(key.value()).replaceAll("$1" + HIDDEN);
        return new Setting(key.key(), SECRET_ARGUMENT.matcher(value).replaceAll("$1" + HIDDEN));
    }

    /** A variable of the environment with its value, or with dots in its place. */
    static Setting hide(Setting variable, Role role) {
        String value = variable.value();
        boolean shown = role.permits(Role.CONTROL)
                && !SECRET_NAME.matcher(variable.key()).find()
                && !LOGIN_IN_URL.matcher(value).find()
                && !LIKE_A_KEY.matcher(value).find();
        return shown ? variable : new Setting(variable.key(), HIDDEN);
    }
}
