package org.supervisor4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** Who in the client may do what. */
@AnalyzeClasses(packages = "org.supervisor4j.ctl", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Each with what it touches; a new one has to say why nobody else can lead it astray. */
    private static final Set<String> MAY_TOUCH_FILES = Set.of(
            // what the user named, by -c or as a plug-in
            "ConfigFile",
            "PluginLoader",
            // in a place that nobody else can change
            "OwnPath",
            "HistoryFile",
            // SSL_CERT_FILE, which its user names
            "TlsTransport",
            // descriptors
            "Invocation",
            // what the kernel and the system have
            "Arguments",
            "LocalProcess",
            "LocalUsers",
            "Main",
            "Paths",
            "PortOwner",
            "TerminalDevice",
            // what may be anybody's: ordinary files, some bytes of them, for a few seconds
            "DaemonConfiguration",
            "PidFileCheck",
            // a look, nothing is opened
            "ConnectionFailure",
            "Hints",
            "SocketFile");

    @ArchTest
    static final ArchRule filesAreForThoseThatAreNamedHere = noClasses()
            .that(DescribedPredicate.describe("are not named here", type -> !MAY_TOUCH_FILES.contains(outermost(type))))
            .should()
            .dependOnClassesThat(DescribedPredicate.describe("open files by their paths", type -> Set.of(
                            "java.nio.file.Files",
                            "java.io.File",
                            "java.io.FileInputStream",
                            "java.io.FileOutputStream",
                            "java.io.FileReader",
                            "java.io.FileWriter",
                            "java.io.RandomAccessFile",
                            "java.nio.channels.FileChannel",
                            "java.util.Scanner",
                            "org.supervisor4j.ini.OneTimeFile")
                    .contains(type.getFullName())));

    @ArchTest
    static final ArchRule theEditorOfLinesIsLoadedForTheShellOnly = noClasses()
            .that()
            .resideOutsideOfPackage("org.supervisor4j.ctl")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.jline..");

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElseGet(type::getSimpleName);
    }
}
