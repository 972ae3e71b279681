package org.supervisor4j.model;

/** The levels of the daemon's log, least urgent last, with the reference's numbers and four-letter words. */
public enum LogLevel {
    CRITICAL(50, "CRIT"),
    ERROR(40, "ERRO"),
    WARN(30, "WARN"),
    INFO(20, "INFO"),
    DEBUG(10, "DEBG"),
    TRACE(5, "TRAC"),
    BLATHER(3, "BLAT");

    private final int number;
    private final String word;

    LogLevel(int number, String word) {
        this.number = number;
        this.word = word;
    }

    public int number() {
        return number;
    }

    /** The word in a log line. */
    public String word() {
        return word;
    }
}
