package org.supervisor4j.ini;

/**
 * Where a value stands.
 *
 * @param file the file's path as it was given or found, for messages
 * @param line the line of the key, from 1
 */
public record SourcePosition(String file, int line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
