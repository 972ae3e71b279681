package org.supervisor4j.endtoend;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A daemon with {@link WebSite#PROGRAMS}, all running, and a browser for its page; both serve a whole class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StatusPageStage {
    /** Marks the page as it is loaded now; see {@link #STAYED}. */
    static final String STAY = "window.stayed = true";

    /** Whether the page has not been left or loaded anew since. */
    static final String STAYED = "return window.stayed === true";

    WebSite site;
    Browser browser;
    StatusTable table;

    @BeforeAll
    void openBoth() throws IOException {
        site = WebSite.open(WebSite.PROGRAMS);
        browser = Browser.open();
        table = new StatusTable(browser);
        site.daemon().rpc().awaitState("mailer", "FATAL");
    }

    @AfterAll
    void closeBoth() throws IOException {
        browser.close();
        site.close();
    }

    @BeforeEach
    void everythingRuns() {
        browser.leave();
        site.daemon().rpc().call("supervisor.startAllProcesses");
    }
}
