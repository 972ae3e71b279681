package org.supervisor4j.daemon.os.files;

/**
 * A log that has been opened to be written.
 *
 * @param descriptor ours to close
 * @param hasOwnName false if it was reached by the name of a descriptor ({@code /dev/stdout}): it is somebody else's
 *     file, whatever it is, and that name is not the file's
 * @param isShared whether it is a descriptor that we were given, which others may have, too: whether it blocks is not
 *     ours to say
 */
public record OpenedLog(int descriptor, boolean hasOwnName, boolean isShared) {}
