package org.supervisor4j.daemon.config;

/** How a program's output is written to its log file. */
public enum LogFormat {
    /** As it came. */
    RAW,
    /** Line by line, time and process name in front; where that is standard output, the name alone. */
    PREFIX,
    /** Line by line, each a JSON object. */
    JSON
}
