package org.supervisor4j.daemon.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.rpc.DaemonView.Setting;
import org.supervisor4j.model.Role;

class SecretsTest {
    private static String variable(String name, String value, Role role) {
        return Secrets.hide(new Setting(name, value), role).value();
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "DB_PASSWORD, x",
        "api_key, x",
        "AWS_SECRET, x",
        "GITHUB_TOKEN, x",
        "DATABASE_URL, postgres://shop:geheim@db/shop",
        "CACHE, redis://:geheim@cache:6379",
        "SOMETHING, ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    })
    void whatMayBeASecretIsHiddenFromEverybody(String name, String value) {
        assertThat(variable(name, value, Role.CONTROL)).isEqualTo(Secrets.HIDDEN);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "LOG_LEVEL, info",
        "WORKERS, 4",
        "DATABASE_URL, postgres://db.internal/shop",
        "PATH, /usr/local/bin:/usr/bin:/opt/application-2/bin",
        "LANG, de_DE.UTF-8",
    })
    void whatIsNoneIsShownToThoseWhoMayControl(String name, String value) {
        assertThat(variable(name, value, Role.CONTROL)).isEqualTo(value);
        assertThat(variable(name, value, Role.READ)).isEqualTo(Secrets.HIDDEN);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "server --password=geheim --port 80 | server --password=* --port 80",
                "server --password geheim --port 80 | server --password * --port 80",
                "server --api-key 'ge heim' -v | server --api-key * -v",
                "/bin/sh -c \"DB_PASS=geheim exec server\" | /bin/sh -c \"DB_PASS=* exec server\"",
                "work --queue redis://worker:geheim@cache:6379/0 | work --queue redis://worker:*@cache:6379/0",
                "git clone https://geheim@host/x | git clone https://*@host/x",
                "cat /etc/keys /etc/password | cat /etc/keys /etc/password",
                "python monkey.py --verbose | python monkey.py --verbose",
            })
    void passwordsInACommandAreHidden(String command, String shown) {
        Setting key = Secrets.hideIn(new Setting("command", command));

        assertThat(key).isEqualTo(new Setting("command", shown.replace("*", Secrets.HIDDEN)));
    }

    @Test
    @Timeout(30)
    void aVeryLongValueTakesNoTime() {
        String name = "a".repeat(100_000);

        assertThat(Secrets.hideIn(new Setting("command", name)).value()).isEqualTo(name);
        assertThat(variable("x", "-".repeat(100_000), Role.CONTROL)).hasSize(100_000);
    }
}
