package org.supervisor4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By which texts a process is meant where a key names some. */
class NamespecTest {
    private static final Namespec GROUPED = new Namespec("site", "web");
    private static final Namespec ALONE = new Namespec("web", "web");

    @ParameterizedTest
    @ValueSource(strings = {"*", "site", "site:*", "site:", "site:web", "web"})
    void itIsNamedByItsGroupByBothOrByItsOwnName(String text) {
        assertThat(GROUPED.isNamedBy(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sit", "web:*", "web:web", "web:site", "site:we", "site:site", "site:web:x", "*:web", "Web"})
    void itIsNotNamedByWhatOnlyLooksLikeIt(String text) {
        assertThat(GROUPED.isNamedBy(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "web", "web:web", "web:*", "web:"})
    void inAGroupOfItsOwnNameEitherMeansIt(String text) {
        assertThat(ALONE.isNamedBy(text)).isTrue();
    }
}
