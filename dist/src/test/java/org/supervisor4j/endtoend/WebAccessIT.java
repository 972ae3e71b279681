package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether everybody can use the pages: on phones, in the dark, with a screen reader. */
class WebAccessIT extends StatusPageStage {
    @BeforeEach
    void byDay() {
        browser.size(1280, 800).dark(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "process.html?processname=scheduler", "confirm.html?action=stopall"})
    void nothingIsWiderThanAPhone(String page) {
        browser.size(390, 844).get(site.page(page));

        browser.await("the page is as wide as the phone", "return document.documentElement.scrollWidth <= 390");
        assertThat(browser.text("header")).contains("Supervisor");
    }

    @Test
    void pageIsDarkWhereTheSystemIs() {
        browser.dark(true).live(site.page(""));

        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(15, 19, 24)");
    }

    @ParameterizedTest(name = "{0} in the dark: {1}, {2} pixels wide")
    @CsvSource({
        "'', false, 1280",
        "'', true, 390",
        "process.html?processname=scheduler, true, 1280",
        "process.html?processname=mailer&channel=stderr, false, 390",
        "confirm.html?action=shutdown, false, 1280",
        "tail.html?processname=scheduler, true, 1280"
    })
    void nothingSeriousKeepsAnybodyFromUsingIt(String page, boolean dark, int width) {
        browser.size(width, 800).dark(dark).get(site.page(page));
        Await.settle(() -> browser.text("#connection").equals("live"));

        assertThat(browser.seriousBarriers()).isEmpty();
    }
}
