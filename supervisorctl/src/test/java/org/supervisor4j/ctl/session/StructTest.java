package org.supervisor4j.ctl.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StructTest {
    @Test
    void numbersAndTruthsAreTexts() {
        assertThat(Struct.textOf("a")).isEqualTo("a");
        assertThat(Struct.texts(new Object[] {"a", 1, true})).isEqualTo(List.of("a", "1", "true"));
    }

    @Test
    void anArrayOrAStructIsNoText() {
        assertThatThrownBy(() -> Struct.textOf(new Object[] {"a"}))
                .isInstanceOf(PythonError.class)
                .hasMessage("the server answered with an array instead of a text");
        assertThatThrownBy(() -> Struct.texts(new Object[] {Map.of()}))
                .hasMessage("the server answered with a struct instead of a text");
        assertThatThrownBy(() -> new Struct(Map.of("name", new Object[0])).text("name"))
                .hasMessage("the server answered with an array instead of a text");
    }
}
