package org.supervisor4j.endtoend;

/** The table of processes on a browser's page: rows are found by names, as people do. */
final class StatusTable {
    private final Browser browser;

    StatusTable(Browser browser) {
        this.browser = browser;
    }

    /** A selector of a row's part: {@code part("cron", ".desc")}. */
    static String part(String process, String css) {
        return "tr[data-name='" + process + "'] " + css;
    }

    /** A selector of a row's button. */
    static String button(String process, String action) {
        return part(process, "button[value=" + action + "]");
    }

    String text(String process, String css) {
        return browser.text(part(process, css));
    }

    void awaitText(String process, String css, String text) {
        browser.awaitText(part(process, css), text);
    }

    /** Waits until the whole text of a row's part has a form. */
    void awaitForm(String process, String css, String pattern) {
        Await.until(css + " of " + process + " is like " + pattern, () -> text(process, css)
                .matches(pattern));
    }

    void awaitState(String process, String state) {
        awaitText(process, ".status", state);
    }

    /** Clicks on a button as soon as it is offered. */
    void click(String process, String action) {
        Await.until(action + " is offered for " + process, () -> browser.count(button(process, action)) == 1);
        browser.click(button(process, action));
    }

    /** Does that and waits until the page and the row say how it ended. */
    void act(String process, String action, String message) {
        click(process, action);
        browser.awaitText("#message", message);
        awaitText(process, ".desc", message);
    }
}
