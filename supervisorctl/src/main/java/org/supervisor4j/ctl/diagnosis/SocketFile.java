package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.supervisor4j.diagnosis.LocalUsers;

/** The file of a Unix socket: whether it is there, whose it is, and whom its mode and its folders let in. */
final class SocketFile {
    private final Path path;

    SocketFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    List<DoctorFinding> look() {
        List<DoctorFinding> findings = new ArrayList<>();
        try {
            PosixFileAttributes file = Files.readAttributes(path, PosixFileAttributes.class);
            String whose = PosixFilePermissions.toString(file.permissions()) + " "
                    + file.owner().getName() + ":" + file.group().getName();
            if (!file.isOther()) {
                findings.add(DoctorFinding.bad(path + " is not a socket (" + whose + ")"));
                return findings;
            }
            findings.add(DoctorFinding.ok("the socket is there: " + whose + "; may connect: " + whoMay(file)));
            if (!Files.isWritable(path)) {
                findings.add(DoctorFinding.bad(
                        LocalUsers.me() + " may not connect to it; do it as one of those who may (sudo),"
                                + " or open it with chmod= and chown= in [unix_http_server]"));
            }
        } catch (NoSuchFileException e) {
            findings.add(missing());
        } catch (AccessDeniedException e) {
            findings.add(
                    DoctorFinding.bad("a folder above the socket " + path + " does not let in " + LocalUsers.me()));
        } catch (IOException e) {
            findings.add(DoctorFinding.bad("the socket " + path + " cannot be looked at: " + e));
        }
        closedFolder(findings);
        return findings;
    }

    private DoctorFinding missing() {
        Path folder = path.getParent();
        if (folder == null || Files.exists(folder)) {
            return DoctorFinding.bad(
                    "there is no socket " + path + "; supervisord is not running, or listens somewhere else");
        }
        boolean emptyAfterBoot = folder.startsWith("/run") || folder.startsWith("/var/run");
        return DoctorFinding.bad("there is no folder " + folder + " for the socket"
                + (emptyAfterBoot ? "; /run is empty after a boot: let the service make it (RuntimeDirectory=)" : ""));
    }

    /** To connect is to write. */
    private static String whoMay(PosixFileAttributes file) {
        Set<PosixFilePermission> mode = file.permissions();
        if (mode.contains(PosixFilePermission.OTHERS_WRITE)) {
            return "everybody";
        }
        String owner =
                mode.contains(PosixFilePermission.OWNER_WRITE) ? file.owner().getName() : "";
        String group = mode.contains(PosixFilePermission.GROUP_WRITE)
                ? (owner.isEmpty() ? "" : ", ") + "members of group "
                        + file.group().getName()
                : "";
        return (owner.equals("root") ? "" : "root, ") + owner + group;
    }

    /** The outermost folder that not everybody may pass. */
    private void closedFolder(List<DoctorFinding> findings) {
        for (int depth = 1; depth < path.getNameCount(); depth++) {
            Path folder = path.getRoot().resolve(path.subpath(0, depth));
            try {
                PosixFileAttributes attributes =
                        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isDirectory()
                        && !attributes.permissions().contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    findings.add(DoctorFinding.warning("the folder " + folder + " is not open to everybody: "
                            + PosixFilePermissions.toString(attributes.permissions()) + " "
                            + attributes.owner().getName() + ":"
                            + attributes.group().getName()));
                    return;
                }
            } catch (IOException unreadable) {
                return;
            }
        }
    }
}
