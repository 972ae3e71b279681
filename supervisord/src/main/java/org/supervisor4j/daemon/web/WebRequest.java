package org.supervisor4j.daemon.web;

import org.supervisor4j.model.Role;

/**
 * A request for a page.
 *
 * @param page one that {@linkplain WebPages#names there is}
 * @param posted whether it came by POST
 * @param role of the client
 */
public record WebRequest(String page, FormFields fields, boolean posted, Role role) {
    /** Whether it would change something, so that it must not come from another site. */
    public boolean isAction() {
        return page.equals("index.html") && fields.get("action").isPresent();
    }

    /** Whether the role permits it: an action needs control, but for a mere refresh. */
    public boolean isPermitted() {
        return role.permits(isAction() && !isHarmless() ? Role.CONTROL : Role.READ);
    }

    /** Whether it is an action that there isn't, or one on something that it doesn't name. */
    public boolean isMeaningless() {
        return isAction()
                && !WebAction.isKnown(
                        fields.get("action").orElse(""),
                        fields.get("processname").isPresent());
    }

    /**
     * Whether it asks by GET for what only a POST may do.
     *
     * @param browser whether a browser asks: it may do so for any site's page, so by GET it changes nothing
     */
    public boolean needsPost(boolean browser) {
        return isAction() && !posted && (browser ? !isHarmless() : isAdded());
    }

    private boolean isAdded() {
        return fields.get("action").map(WebAction.ADDED::contains).orElse(false);
    }

    private boolean isHarmless() {
        return fields.get("action").map("refresh"::equals).orElse(true);
    }

    /** The page that asks whether the action is wanted. */
    public WebRequest asQuestion() {
        return new WebRequest("confirm.html", fields, posted, role);
    }
}
