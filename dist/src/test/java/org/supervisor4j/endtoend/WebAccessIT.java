package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** Whether everybody can use the pages: on phones, in the dark, with a screen reader. */
class WebAccessIT extends StatusPageStage {
    /** Whatever can be touched, but is too small, or too close to something else. */
    private static final String TOO_SMALL = """
            const sheet = document.querySelector(':popover-open') || document;
            const targets = [...sheet.querySelectorAll('a, button, input:not([type=checkbox]), label.check')]
                .filter((target) => target.checkVisibility() && !target.closest('p, .skip, .hidden'))
                .map((target) => [target, target.getBoundingClientRect()]);
            const small = targets.filter(([target, box]) => box.width < 43.5 || box.height < 43.5);
            const centre = (box) => [box.x + box.width / 2, box.y + box.height / 2];
            const close = targets.filter(([target, box], index) => targets.slice(index + 1).some(([other, its]) =>
                Math.hypot(centre(box)[0] - centre(its)[0], centre(box)[1] - centre(its)[1]) < 43.5));
            return targets.length < 2 ? 'no targets' : [...small, ...close].map(([target, box]) =>
                `${target.outerHTML} ${box.width} x ${box.height}`).join('\\n')""";

    @BeforeEach
    void byDay() {
        browser.size(1280, 800).dark(false);
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "'', 390",
        "'', 360",
        "?groups=off&sort=state, 360",
        "process.html?processname=scheduler, 390",
        "process.html?processname=mailer, 360",
        "tail.html?processname=scheduler, 360",
        "confirm.html?action=stopall, 360"
    })
    void phonesCutNothing(String page, int width) {
        browser.size(width, 844).get(site.page(page));
        Await.settle(() -> browser.text("#connection").equals("live"));

        browser.await("the page is as wide as the phone", "return document.documentElement.scrollWidth <= innerWidth");
        assertThat(browser.text("header")).contains("Supervisor");
        assertThat(browser.run("""
                const inSight = [...document.querySelectorAll('body *')]
                    .filter((element) => element.checkVisibility() && !element.closest('.skip, .hidden, #log'));
                const box = (element) => element.getBoundingClientRect();
                const outside = inSight.filter((it) => box(it).left < -0.5 || box(it).right > innerWidth + 0.5);
                const pushed = inSight.filter((it) => it.scrollWidth > it.clientWidth + 1
                    && getComputedStyle(it).overflowX !== 'visible');
                return [...outside, ...pushed].map((it) => it.outerHTML.slice(0, 200)).join('\\n')""")).isEmpty();
    }

    @Test
    void buttonsThatHaveNoRoomOnAPhoneComeUpOnASheet() {
        browser.size(360, 740).live(site.page(""));

        browser.click("[popovertarget=all]");
        assertThat(browser.find("#all").getText().lines())
                .containsExactly("Refresh", "Start All", "Restart All", "Stop All", "Shut Down");
        assertThat(browser.run(TOO_SMALL)).isEmpty();
        browser.click("#all .stopall");
        assertThat(browser.text("dialog")).contains("Stop all processes?");
        assertThat(browser.text("#all")).isEmpty();
        browser.type("dialog", Keys.ESCAPE);
        Await.until("the question has gone", () -> browser.count("dialog") == 0);
        browser.click("[popovertarget=view]");
        assertThat(browser.text("#view").lines()).containsExactly("Fold all", "Fold healthy", "Ungroup");
        browser.click("#grouping");

        assertThat(browser.text("#view")).isEmpty();
        assertThat(browser.texts(".groupname")).isEmpty();
        browser.assertNoComplaints();
    }

    @Test
    void sheetsComeUpWithoutScripts() throws IOException {
        try (Browser plain = Browser.withoutJavaScript()) {
            plain.size(390, 844).get(site.page(""));
            assertThat(plain.text("#all")).isEmpty();

            plain.click("[popovertarget=all]");
            plain.click("#all .stopall");

            plain.awaitText("h1", "Stop all processes?");
        }
    }

    @Test
    void whatProcessesUseStandsInOneColumnOnAPhone() {
        browser.size(390, 844).live(site.page(""));
        browser.awaitText("tbody[data-group=api] tr[data-name] td.memory", "B");

        assertThat(browser.run("""
                const lefts = [...document.querySelectorAll('td.memory')].filter((cell) => cell.textContent)
                    .map((cell) => cell.getBoundingClientRect().left);
                return lefts.length > 3 && new Set(lefts).size""")).isEqualTo("1");
    }

    /** Words within a sentence aside, which may be as small as they are. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?folding=healthy",
                "process.html?processname=scheduler",
                "process.html?processname=mailer",
                "tail.html?processname=scheduler",
                "confirm.html?action=stopall"
            })
    void fingersHitWhatTheyAimAt(String page) {
        browser.size(390, 844).get(site.page(page));
        Await.settle(() -> browser.text("#connection").equals("live"));

        assertThat(browser.run(TOO_SMALL)).isEmpty();
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
