package org.supervisor4j;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * All that the daemon does with names of files, found in its classes, and held against a table that says whose names
 * they are and why that is safe. Whoever adds an operation has to add it there, and to think.
 */
class FileOperationsTest {
    private record Row(String type, Set<String> operations, String path, String maker, String reason) {
        static Row of(String line) {
            String[] cells = line.strip().split(" *\\| *", -1);
            assertThat(cells).as(line).hasSize(5).doesNotContain("");
            return new Row(cells[0], new TreeSet<>(List.of(cells[1].split(" "))), cells[2], cells[3], cells[4]);
        }
    }

    /** Class, operations, which path, who may have made what is there, why it is safe. */
    private static final List<Row> TABLE = """
            AutoLogs | Place.list Place.status Place.unlink SafePaths.hold SafePaths.openItself SafePaths.workingFolder | childlogdir | anybody | walked; only what is ours is removed, in the folder that is held
            DaemonLog | SafePaths.open | logfile, or what standard output is | anybody | walked
            FollowedFile | Files.getLastModifiedTime SafePaths.open | logs and their backups | the program's user | walked; the time is asked of what is held, by /proc/self/fd
            LogFileOpening | Place.open SafePaths.hold SafePaths.openLog | logs | the program's user | walked; owner and mode only of what is held, and ours or new
            LogFileReader | SafePaths.exists SafePaths.open | logs | the program's user | walked; regular files only, so much at most
            StartTrial | Files.isDirectory Files.isRegularFile Files.isSymbolicLink Files.notExists Files.readSymbolicLink Place.makeFolderBeside Place.removeFolderBeside SafePaths.hold SafePaths.open | what a start would begin with | anybody | a look, for a check or before a restart, and the start looks again; what is made is a folder, in the folder that is held, and removed there
            StartObstacles | Place.exists Place.status SafePaths.hold | sockets of FastCGI | anybody | walked; a look, for a check
            OpenLogs | SafePaths.open | logs that are followed or fetched | the program's user | walked; regular files only
            PidFile | Files.exists Place.open Place.status Place.unlink SafePaths.hold SafePaths.open | pidfile; /proc/PID | anybody | walked; nothing is waited for, a pid's length is read, only the very file that we wrote is removed
            StateFile | Place.isOursAlone Place.open Place.rename Place.status Place.unlink SafePaths.hold SafePaths.open | pidfile with .state after it; /proc/sys/kernel | anybody | walked; only in a folder that nobody but root and us can write, and only an ordinary file of ours, so much at most
            PosixListeningSockets | LibC.bind LibC.chmod LibC.chown Place.address Place.exists Place.open Place.status Place.unlink SafePaths.holdForSocket | sockets of FastCGI | anybody | bound in the folder that is held, or by a path that nobody else can lead elsewhere; owner and mode through /proc/self/fd of what is held; only sockets are removed
            RotatingFileSink | Place.rename Place.unlink SafePaths.hold | backups of logs | the program's user | in the folder that is held
            LogTailHandler | Files.getLastModifiedTime | a log that is followed | the program's user | a look: a header says it, and what is sent has been opened by SafePaths
            SupervisorRpc | Files.exists | logfile | anybody | a look, for a fault's name
            UnixServer | Files.setAttribute Place.address Place.below Place.exists Place.linkFrom Place.makeFolderBeside Place.open Place.removeFolderBeside Place.status Place.unlink SafePaths.holdForSocket UnixDomainSocketAddress.of | file of unix_http_server | anybody | made in a folder of ours in the folder that is held; owner and mode through /proc/self/fd of what is held
            PathWalk | FileTree.open FileTree.readLink | all of those above | anybody | one component at a time, each folder held, links by the rule
            Place | FileTree.link FileTree.list FileTree.makeFolder FileTree.open FileTree.removeFolder FileTree.rename FileTree.unlink | one name | anybody | in the folder that is held, links never followed
            SafePaths | FileTree.open FileTree.readLink Place.open | one name; /proc/self/cwd | anybody | in the folder that is held, links never followed
            PosixFileTree | LibC.linkat LibC.mkdirat LibC.readlinkat LibC.renameat LibC.unlinkat | one name | anybody | what the four above ask for
            PosixDescriptors | LibC.openat | what the four above, and those with Descriptors.open, ask for | see there | see there
            ConfigFiles | Descriptors.open Files.exists Files.isDirectory | the configuration and what it includes | who starts us | who can write it can start any program
            Daemonizer | Descriptors.open File.<init> Files.readString Files.readSymbolicLink | /dev/null, /, /proc/self | the kernel | nobody else's names
            FileTrust | Files.getAttribute | plug-ins | root only | looks whether that is so
            PluginFolder | Files.isDirectory Files.list Path.toRealPath | the folder of plug-ins | root only | FileTrust looks before anything is loaded
            PluginClassLoader | URLClassLoader.<init> URLClassLoader.loadClass | plug-ins | root only | FileTrust has looked
            KernelSettings | File.<init> File.list Files.newBufferedReader Files.readString | /proc | the kernel | nobody else's names
            ProcfsProcessTable | Descriptors.open FileTree.count FileTree.list | /proc | the kernel | nobody else's names
            PosixSpawner | Descriptors.open | /dev/tty | the kernel | nobody else's name
            PosixMessageSocket | LibC.connect | /dev/log; NOTIFY_SOCKET of the daemon | root; who starts us | lines are sent to whoever is there, as by every program
            ProcessTitle | Files.readString Files.write | /proc/self | the kernel | nobody else's names
            PosixHost | LibC.access LibC.chdir | commands, directory of supervisord | who configures us | a look; a folder to be in
            OneTimeFile | File.<init> File.exists File.isDirectory File.isFile FileInputStream.<init> Files.isSymbolicLink Files.readSymbolicLink Path.toRealPath | the configuration, a pipe perhaps | who starts us | who can write it can start any program
            PemFile | Files.exists Files.isRegularFile Files.readAllBytes Files.size | certfile, keyfile, client_cafile | who configures us | regular files of limited size, before we serve
            ProgramFiles | Files.exists Files.isDirectory Files.isRegularFile Files.newInputStream | commands and folders of programs, for --check | the programs' users | a look: some bytes of regular files
            RecipeHints | Files.isRegularFile Files.newInputStream | configuration of programs, for --check | the programs' users | a look: so much at most of regular files, of which nothing is shown
            Machine | Files.isReadable Files.newDirectoryStream Files.readString | /proc/sys/fs/binfmt_misc | the kernel | nobody else's names
            SecretFile | Files.getPosixFilePermissions Files.isRegularFile Files.readAllBytes Files.size | secrets of webhooks and mail | who configures us | regular files of limited size, read on a thread of their own; never shown
            NetworkProbe | UnixDomainSocketAddress.of | a socket of a program that is asked how it is | the program's user | a look: connected, and closed again
            PosixConnections | LibC.connect | addresses of the network | nobody | no names of files
            PosixNotifySocket | LibC.bind | an abstract name | the kernel | no file
            Permissions | Files.getAttribute Path.toRealPath | folders and logs of programs, for --check | the programs' users | a look
            SocketOwner | Files.newDirectoryStream Files.readAllLines Files.readSymbolicLink Path.toRealPath | /proc; the folder of a socket | anybody | a look: whose descriptors lead where
            LocalProcess | Files.newInputStream | /proc | the kernel | nobody else's names; so much at most
            LocalUsers | Files.getAttribute Files.newInputStream | /etc/passwd; whose something is | root | so much at most; a look
            PythonGlob | Files.exists Files.isDirectory Files.newDirectoryStream | files of include | who configures us | who can write there can start any program
            Startup | File.<init> File.canRead File.isFile | the configuration | who starts us | a look
            SystemSurroundings | Files.createTempFile Files.delete Files.isDirectory Files.readSymbolicLink | the folder for AUTO logs; /proc/self/cwd | anybody | a name that nobody can know, made new and removed again
            WatchedFiles | Files.readAttributes | configuration that may have changed | who configures us | a look
            """.lines().map(Row::of).toList();

    /** Where names of files are used, and nothing else; of the others only what follows. */
    private static final Set<String> WAYS = Set.of(
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.RandomAccessFile",
            "java.net.URLClassLoader",
            "java.net.UnixDomainSocketAddress",
            "java.nio.channels.AsynchronousFileChannel",
            "java.nio.channels.FileChannel",
            "java.nio.file.Files",
            "java.util.jar.JarFile",
            "java.util.zip.ZipFile",
            "org.supervisor4j.daemon.os.files.FileTree",
            "org.supervisor4j.daemon.os.files.Place",
            "org.supervisor4j.daemon.os.files.SafePaths");

    private static final Set<String> OTHER_WAYS = Set.of(
            "Path.toRealPath",
            "Descriptors.open",
            "PosixDescriptors.open",
            "LibC.access",
            "LibC.bind",
            "LibC.chdir",
            "LibC.chmod",
            "LibC.chown",
            "LibC.connect",
            "LibC.linkat",
            "LibC.mkdirat",
            "LibC.open",
            "LibC.openat",
            "LibC.readlinkat",
            "LibC.renameat",
            "LibC.unlinkat");

    /** They only ask who owns something, or are over. */
    private static final Set<String> NO_WAYS = Set.of(
            "Place.<init>",
            "Place.close",
            "SafePaths.<init>",
            "SafePaths.as",
            "SafePaths.isFixed",
            "SafePaths.isOurs",
            "SafePaths.isWritableByOthers",
            "SafePaths.mayFollow",
            "FileChannel.close");

    @Test
    void eachOperationOnANameStandsInTheTable() {
        Map<String, Set<String>> told = TABLE.stream().collect(toMap(Row::type, Row::operations));

        Map<String, Set<String>> found = found();
        Set<String> types = new TreeSet<>(found.keySet());
        types.addAll(told.keySet());

        assertThat(types)
                .as("what is new has to be thought about, and added to the table")
                .allSatisfy(type -> assertThat(found.get(type)).as(type).isEqualTo(told.get(type)));
    }

    /** Where others may have made what a path leads to, it is walked, or it is a look. */
    @Test
    void whatAnybodyMayHaveMadeIsWalkedOrLookedAt() {
        Set<String> held = Set.of("SafePaths", "Place", "FileTree", "LibC");
        List<String> looks = List.of("a look", "/proc", "nothing sent", "the folder is ours", "nobody can know");
        assertThat(TABLE)
                .filteredOn(row -> row.maker().equals("anybody") || row.maker().equals("the program's user"))
                .allMatch(row -> row.operations().stream()
                                .map(operation -> operation.substring(0, operation.indexOf('.')))
                                .allMatch(held::contains)
                        || looks.stream().anyMatch(look -> (row.path() + row.reason()).contains(look)));
    }

    private static Map<String, Set<String>> found() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.supervisor4j")) {
            for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                JavaClass owner = access.getTargetOwner();
                String operation = owner.getSimpleName() + "." + access.getName();
                boolean way = (WAYS.contains(owner.getName()) && !NO_WAYS.contains(operation))
                        || OTHER_WAYS.contains(operation);
                if (way && !owner.equals(type)) {
                    found.computeIfAbsent(outermost(type), none -> new TreeSet<>())
                            .add(operation.replace("PosixDescriptors", "Descriptors"));
                }
            }
        }
        return found;
    }

    private static String outermost(JavaClass type) {
        return type.getName().replaceAll(".*\\.|\\$.*", "");
    }
}
