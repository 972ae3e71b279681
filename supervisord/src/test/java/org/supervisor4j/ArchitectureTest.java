package org.supervisor4j;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Poller;

/** What may be used where; who may import whom is {@link PictureTest}'s. Each rule is a promise to readers. */
@AnalyzeClasses(packages = "org.supervisor4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noCycles =
            slices().matching("org.supervisor4j.daemon.(*)..").should().beFreeOfCycles();

    /** What can be drawn without a circle can be read from one end. */
    @ArchTest
    static final ArchRule noCyclesBetweenTheClassesOfLoops = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return List.of("org.supervisor4j.daemon.loop", "org.supervisor4j.daemon.output")
                                    .contains(type.getPackageName())
                            ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""))
                            : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                    return "classes of daemon.loop and daemon.output";
                }
            })
            .should()
            .beFreeOfCycles();

    /** So there is one loop, whoever owns it. */
    @ArchTest
    static void theSystemIsWaitedForInOnePlace(JavaClasses classes) {
        assertThat(classes.get(Poller.class).getMethod("await", long.class).getCallsOfSelf())
                .extracting(call -> call.getOriginOwner().getName())
                .containsExactly("org.supervisor4j.daemon.loop.Loop");
    }

    @ArchTest
    static final ArchRule pureCore = noClasses()
            .that()
            .resideInAnyPackage("..daemon.state..", "..daemon.config..", "..daemon.events..", "..supervisor4j.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jnr..", "java.net..", "java.nio.file..", "java.util.concurrent..", "org.slf4j..");

    /** Of the operating system, a configuration may know who users are and what is theirs, and nothing that acts. */
    @ArchTest
    static final ArchRule configKnowsUsersByTheirRecords = classes()
            .that()
            .resideInAPackage("..daemon.config..")
            .should()
            .onlyDependOnClassesThat(not(resideInAPackage("..daemon.os.."))
                    .or(simpleName("ProcessUser"))
                    .or(simpleName("Account"))
                    .or(simpleName("FileAccess")));

    @ArchTest
    static final ArchRule clocksAreInjected = noClasses()
            .that()
            .resideInAPackage("..daemon..")
            .and()
            .resideOutsideOfPackage("..daemon.os..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule nativesLiveInOs = noClasses()
            .that()
            .resideOutsideOfPackage("..daemon.os.posix..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jnr..", "com.kenai.jffi..");

    /**
     * Where others can write a folder, a path is walked: {@code SafePaths}. Who opens one otherwise reads what the
     * operator has named and nobody else could name ({@code /dev/null}, {@code /proc}, configuration).
     */
    @ArchTest
    static final ArchRule pathsAreWalked = noClasses()
            .that()
            .doNotHaveSimpleName("ConfigFiles")
            .and()
            .doNotHaveSimpleName("Daemonizer")
            .and()
            .doNotHaveSimpleName("ProcfsProcessTable")
            .should()
            .callMethod(Descriptors.class, "open", String.class, int.class, int.class)
            .as("paths are opened by SafePaths only");

    @ArchTest
    static final ArchRule namesInFoldersAreTheBusinessOfOs = noClasses()
            .that()
            .resideOutsideOfPackage("..daemon.os..")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("FileTree");

    /**
     * Java's own ways to files, for the same reason. A class that is new here says which paths it has: those of the
     * configuration itself, of {@code /proc} (a held descriptor's name among them), or a look that changes nothing and
     * whose answer nobody relies on.
     */
    @ArchTest
    static final ArchRule filesAreNoBusinessOfOthers = noClasses()
            .that()
            .resideInAPackage("..daemon..")
            .and(not(simpleNameIn(
                    // the configuration, and what it refers to, before anything runs
                    "ConfigFiles",
                    "PemFile",
                    "ProgramFiles",
                    "RecipeHints",
                    "PythonGlob",
                    "SecretFile",
                    "Startup",
                    "SystemSurroundings",
                    "WatchedFiles",
                    // /proc, /sys, /dev/null
                    "Daemonizer",
                    "FollowedFile",
                    "KernelSettings",
                    "Machine",
                    "PidFile",
                    "ProcessTitle",
                    "UnixServer",
                    // a look
                    "Permissions",
                    "LogTailHandler",
                    "StartTrial",
                    "SupervisorRpc")))
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.FileInputStream")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.FileOutputStream")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.RandomAccessFile")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.channels.FileChannel");

    private static DescribedPredicate<JavaClass> simpleNameIn(String... names) {
        return DescribedPredicate.describe(
                "one of those that may", type -> List.of(names).contains(type.getSimpleName()));
    }

    @ArchTest
    static final ArchRule theSystemItselfIsChosenInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages("..daemon.os.posix..", "..daemon.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..daemon.os.posix..");

    /** What is waited for is a condition, never that time goes by. */
    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(LockSupport.class, "parkNanos", long.class);

    @ArchTest
    static final ArchRule jettyLivesInHttp = noClasses()
            .that()
            .resideOutsideOfPackage("..daemon.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty..");
}
