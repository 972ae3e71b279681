package org.supervisor4j.daemon.os.files;

/**
 * A log that has been opened to be written.
 *
 * @param descriptor to be closed by the caller
 * @param hasOwnName false if it was reached by the name of a descriptor ({@code /dev/stdout}): it is somebody else's
 *     file, whatever it is, and that name is not the file's
 * @param isShared whether it is a descriptor that the daemon was given and others may have, too: it must not be made
 *     non-blocking
 */
public record OpenedLog(int descriptor, boolean hasOwnName, boolean isShared) {}
