package org.supervisor4j.python;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expectations are what Python's {@code fnmatch.fnmatch} answers. */
class GlobPatternTest {
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = ' ',
            value = {
                "* web true",
                "w* web true",
                "w* Web false",
                "?eb web true",
                "?eb eb false",
                "w.b web false",
                "web web1 false",
                "*-[0-3] web-2 true",
                "*-[0-3] web-4 false",
                "*-[!0-3] web-4 true",
                "[]a] ] true",
                "[!]a] ] false",
                "[a a false",
                "[a [a true",
                "[z-a]x ax false",
                "w[e-]b w-b true",
                "[[]x [x true",
                "a\\b a\\b true",
                "[\\d] d true",
                "[^w]eb web true",
                "[^w]eb ^eb true",
                "(w|x)eb web false",
                "[!z-a] q true"
            })
    void matchesAsPythonsDo(String pattern, String name, boolean expected) {
        assertThat(new GlobPattern(pattern).matches(name)).isEqualTo(expected);
    }
}
