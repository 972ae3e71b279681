package org.supervisor4j.daemon.web;

import org.supervisor4j.model.Role;

/**
 * A request for a page.
 *
 * @param page one that {@link WebPages#has there is}
 * @param posted whether it came by POST
 * @param role of whoever asks
 */
public record WebRequest(String page, FormFields fields, boolean posted, Role role) {
    /** Whether it would change something, so that it must not come from another site. */
    public boolean isAction() {
        return page.equals("index.html") && fields.get("action").isPresent();
    }

    /** Whether the role permits it: an action needs control, but for a mere refresh. */
    public boolean isPermitted() {
        boolean harmless = fields.get("action").map("refresh"::equals).orElse(true);
        return role.permits(isAction() && !harmless ? Role.CONTROL : Role.READ);
    }

    /** Whether it is an action that there isn't, or one on something that it doesn't name. */
    public boolean isMeaningless() {
        return isAction()
                && !WebAction.isKnown(
                        fields.get("action").orElse(""),
                        fields.get("processname").isPresent());
    }

    /** Whether it asks by GET for what only a POST may do. */
    public boolean needsPost() {
        return isAction()
                && !posted
                && fields.get("action").map(WebAction.ADDED::contains).orElse(false);
    }
}
