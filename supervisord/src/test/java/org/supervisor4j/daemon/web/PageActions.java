package org.supervisor4j.daemon.web;

import java.util.Set;
import java.util.TreeSet;

/** What the pages' buttons can do, for tests of other packages. */
public final class PageActions {
    private PageActions() {}

    /** All but the one that changes nothing. */
    public static Set<String> thatChangeSomething() {
        Set<String> all = new TreeSet<>(WebAction.ON_ALL);
        all.addAll(WebAction.ON_ONE);
        all.remove("refresh");
        return all;
    }
}
