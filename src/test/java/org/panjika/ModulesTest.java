package org.panjika;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

class ModulesTest {

    private final ApplicationModules modules = ApplicationModules.of(Panjika.class);

    @Test
    @DisplayName("no room reaches into another, and each knows only the rooms it may know")
    void bordersHold() {
        modules.verify();
    }

    @Test
    @DisplayName("what a room knows of its subject knows no database, no engine and no page")
    void domainIsPlain() {
        var rooms =
                "access attendance calendar correction directory helpdesk leave notices organisation oversight payroll storage";
        noClasses()
                .that()
                .resideInAnyPackage(
                        Stream.of(rooms.split(" ")).map("org.panjika."::concat).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.camunda..",
                        "org.springframework.jdbc..",
                        "org.springframework.web..",
                        "java.sql..",
                        "jakarta.servlet..")
                .check(new ClassFileImporter()
                        .withImportOption(new DoNotIncludeTests())
                        .importPackages("org.panjika"));
    }

    @Test
    @DisplayName("the module diagram is written to target/spring-modulith-docs")
    void diagramIsWritten() {
        new Documenter(modules).writeModulesAsPlantUml();
    }
}
