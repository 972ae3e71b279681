package org.supervisor4j.ctl.xmlrpc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user name and a password for HTTP Basic authentication. */
public record Credentials(String username, String password) {

    /** The value of the {@code Authorization} header. Both parts travel as UTF-8. */
    String header() {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** Without the password: this text may end up in a message. */
    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
