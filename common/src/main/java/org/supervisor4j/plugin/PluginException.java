package org.supervisor4j.plugin;

/** A plug-in that can't be had, or can't work as it is set up. The message says why, for the operator. */
public final class PluginException extends Exception {
    public PluginException(String message) {
        super(message);
    }

    public PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
