package org.supervisor4j.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PosixPathTest {
    @ParameterizedTest(name = "<{0}> is <{1}>")
    @CsvSource({
        "'',.",
        "a/../..,..",
        "/..,/",
        "//a,//a",
        "///a,/a",
        "/a//b/./c/../d/,/a/b/d",
        "../a,../a",
        "a/..,.",
        "/a/../../b,/b"
    })
    void normalizes(String path, String expected) {
        assertThat(PosixPath.normalize(path)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "<{0}> is in <{1}>")
    @CsvSource({"a,''", "/a,/", "/a//b,/a", "a/,a", "//,//", "'',''"})
    void directory(String path, String expected) {
        assertThat(PosixPath.directory(path)).isEqualTo(expected);
    }

    @Test
    void joins() {
        assertThat(PosixPath.join("/a", "b")).isEqualTo("/a/b");
        assertThat(PosixPath.join("/a/", "b")).isEqualTo("/a/b");
        assertThat(PosixPath.join("/a", "/b")).isEqualTo("/b");
        assertThat(PosixPath.join("", "b")).isEqualTo("b");
    }
}
