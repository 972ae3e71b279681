package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {
    @ParameterizedTest
    @CsvSource({
        "/a/b, /a/b",
        "/a//b/./c/../d/, /a/b/d",
        "/../a, /a",
        "//a/b, //a/b",
        "///a/b, /a/b",
        "/, /",
        "~/x, /home/me/x",
        "~, /home/me",
        "~no-such-user/x, {cwd}/~no-such-user/x",
        "~root/x, /root/x",
        "s.sock, {cwd}/s.sock"
    })
    void pathsComeOutAsFromPython(String path, String expected) {
        String directory = System.getProperty("user.dir");

        assertThat(Paths.normalized(path, Map.of("HOME", "/home/me"))).isEqualTo(expected.replace("{cwd}", directory));
    }
}
