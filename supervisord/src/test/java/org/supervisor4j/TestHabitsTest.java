package org.supervisor4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Disabled;

/** Rules for tests. A class of its own: {@link ArchitectureTest} looks at the product only. */
@AnalyzeClasses(packages = "org.supervisor4j", importOptions = ImportOption.OnlyIncludeTests.class)
class TestHabitsTest {
    @ArchTest
    static final ArchRule noTestIsSwitchedOff = noMethods().should().beAnnotatedWith(Disabled.class);

    @ArchTest
    static final ArchRule noTestClassIsSwitchedOff = noClasses().should().beAnnotatedWith(Disabled.class);

    @ArchTest
    static final ArchRule noTestSleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);
}
