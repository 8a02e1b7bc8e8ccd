package org.panjika;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Closes the application when all tests have ended. Left to the JVM's shutdown hooks, which run side by side, the database
 * goes first and the application waits half a minute for it.
 */
class OrderlyEnd implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext test) {
        var application = (ConfigurableApplicationContext) SpringExtension.getApplicationContext(test);
        test.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(application, key ->
                (CloseableResource) application::close);
    }
}
