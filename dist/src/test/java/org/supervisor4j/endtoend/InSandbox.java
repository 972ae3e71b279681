package org.supervisor4j.endtoend;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test a folder of its own. */
abstract class InSandbox {
    Sandbox sandbox;

    @BeforeEach
    void makeAFolder() throws IOException {
        sandbox = Sandbox.empty();
    }

    @AfterEach
    void removeTheFolder() throws IOException {
        sandbox.close();
    }
}
