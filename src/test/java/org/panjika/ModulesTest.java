package org.panjika;

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
    @DisplayName("the module diagram is written to target/spring-modulith-docs")
    void diagramIsWritten() {
        new Documenter(modules).writeModulesAsPlantUml();
    }
}
