package org.supervisor4j.daemon.output;

import org.supervisor4j.daemon.config.OutputConfig;

/**
 * What is to be done with one output channel of one child.
 *
 * @param processName what syslog lines begin with
 * @param channel stdout or stderr
 * @param path where the log goes; empty = no file (an AUTO name has been made by then)
 * @param config sizes, syslog, capture, events
 * @param stripAnsi whether escape sequences are removed
 * @param deliverData whether the listener wants every unit (events, a debug mirror, or the event listener protocol)
 * @param listenerProtocol whether this is an event listener's stdout: the data delivered is raw, the log's is stripped,
 *     and there is neither capture nor syslog
 */
public record ChannelSpec(
        String processName,
        Channel channel,
        String path,
        OutputConfig config,
        boolean stripAnsi,
        boolean deliverData,
        boolean listenerProtocol) {
    /** Which of the two. */
    public enum Channel {
        STDOUT,
        STDERR;

        /** {@code stdout} or {@code stderr}. */
        public String word() {
            return this == STDOUT ? "stdout" : "stderr";
        }
    }
}
