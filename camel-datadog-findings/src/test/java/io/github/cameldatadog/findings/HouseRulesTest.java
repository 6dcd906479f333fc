package io.github.cameldatadog.findings;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which room may touch which. */
class HouseRulesTest {

    private static final String ROOT = "io.github.cameldatadog.findings";

    private static final JavaClasses COMPONENT = classesBeside(DatadogFindingsComponent.class);

    private static final JavaClasses TESTKIT = classesBeside(SimulatedDatadog.class);

    private static JavaClasses classesBeside(Class<?> member) {
        return new ClassFileImporter()
                .importUrl(member.getProtectionDomain().getCodeSource().getLocation());
    }

    @Test
    void theDomainDependsOnTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".ticket..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ROOT + ".ticket..")
                .check(COMPONENT);
    }

    @Test
    void theClientKnowsNeitherRoutesNorExchanges() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".client..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.camel.Exchange")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.camel.Message")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.camel.Route")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.camel.model..", "org.apache.camel.builder..")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".internal..")
                .check(COMPONENT);
    }

    @Test
    void ledgersKnowTheDomainAndOfCamelOnlyTheRepositoryThatOneOfThemAdapts() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".ledger..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("org.apache.camel..")
                        .and(DescribedPredicate.not(
                                HasName.Predicates.name("org.apache.camel.spi.IdempotentRepository"))))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".internal..", ROOT + ".client..")
                .check(COMPONENT);
    }

    @Test
    void theTestKitAndTheComponentDoNotKnowEachOther() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT, ROOT + ".ticket..", ROOT + ".client..", ROOT + ".ledger..", ROOT + ".internal..")
                .check(TESTKIT);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".testkit..")
                .check(COMPONENT);
    }

    @Test
    void namesSayWhatAThingIs() {
        for (JavaClasses house : new JavaClasses[] {COMPONENT, TESTKIT}) {
            noClasses()
                    .that(areWrittenByHand())
                    .should()
                    .haveSimpleNameEndingWith("Helper")
                    .orShould()
                    .haveSimpleNameEndingWith("Util")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils")
                    .orShould()
                    .haveSimpleNameEndingWith("Manager")
                    .orShould()
                    .haveSimpleNameEndingWith("Impl")
                    .check(house);
        }
    }

    /** Camel's generators have names of their own. */
    private static DescribedPredicate<JavaClass> areWrittenByHand() {
        Path generated = Path.of("src/generated/java");
        return DescribedPredicate.describe("are written by hand", type -> {
            String folder = type.getPackageName().replace('.', '/');
            return type.getSource()
                    .flatMap(Source::getFileName)
                    .filter(file -> Files.exists(generated.resolve(folder).resolve(file)))
                    .isEmpty();
        });
    }

    /** So that the component works without that jar, which only those need who build endpoints with it. */
    @Test
    void onlyTheEndpointBuildersNeedCamelsEndpointDsl() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".builder.endpoint..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.camel.builder.endpoint..", ROOT + ".builder.endpoint..")
                .check(COMPONENT);
    }

    @Test
    void nothingIsSerializedTheJavaWay() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream")
                .check(COMPONENT);
    }

    @Test
    void theRulesHaveHousesToHoldFor() {
        assertThat(COMPONENT.containPackage(ROOT + ".ticket")).isTrue();
        assertThat(COMPONENT.containPackage(ROOT + ".client")).isTrue();
        assertThat(COMPONENT.containPackage(ROOT + ".ledger")).isTrue();
        assertThat(COMPONENT.containPackage(ROOT + ".internal")).isTrue();
        assertThat(TESTKIT.size()).isGreaterThan(10);
    }
}
