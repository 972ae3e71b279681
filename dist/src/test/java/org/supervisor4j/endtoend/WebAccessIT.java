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

    /** Words within a sentence aside, which may be as small as they are. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?folding=healthy",
                "process.html?processname=scheduler",
                "process.html?processname=mailer",
                "confirm.html?action=stopall"
            })
    void fingersHitWhatTheyAimAt(String page) {
        browser.size(390, 844).get(site.page(page));
        Await.settle(() -> browser.text("#connection").equals("live"));

        assertThat(browser.run("""
                const targets = [...document.querySelectorAll('a, button, input:not([type=checkbox]), label.check')]
                    .filter((target) => target.offsetParent && !target.closest('p, .skip, .hidden'))
                    .map((target) => [target, target.getBoundingClientRect()]);
                const small = targets.filter(([target, box]) => box.width < 43.5 || box.height < 43.5);
                const centre = (box) => [box.x + box.width / 2, box.y + box.height / 2];
                const close = targets.filter(([target, box], index) => targets.slice(index + 1).some(([other, its]) =>
                    Math.hypot(centre(box)[0] - centre(its)[0], centre(box)[1] - centre(its)[1]) < 43.5));
                return targets.length < 2 ? 'no targets' : [...small, ...close].map(([target, box]) =>
                    `${target.outerHTML} ${box.width} x ${box.height}`).join('\\n')""")).isEmpty();
    }

    @Test
    void phonesAreToldOfNoKeys() {
        browser.size(390, 844).live(site.page(""));

        assertThat(browser.text("main")).doesNotContain("/");
        assertThat(browser.run("return document.getElementById('q').placeholder"))
                .isEqualTo("Filter");
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
