package org.panjika.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Two roles on one database: the owner, who migrates, and the application, which can neither change nor delete a fact.
 * Where {@code spring.datasource.url} is given, that server is used and {@code spring.flyway.user} is its owner role.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class Database {

    private static final Logger log = LoggerFactory.getLogger(Database.class);

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "spring.datasource.url", matchIfMissing = true, havingValue = "embedded")
    static class Embedded {

        @Bean
        EmbeddedServer embeddedServer(DatabaseProperties properties, ConfigurableApplicationContext context) {
            var server = EmbeddedServer.start(properties);
            server.whenLost(() -> endWithoutServer(context));
            return server;
        }

        /**
         * Without its server the application could only fail; it ends, so that whoever watches it starts both again. An
         * orderly stop would wait for the lost database, and has nothing to save: what was acknowledged is on disk.
         */
        private static void endWithoutServer(ConfigurableApplicationContext context) {
            log.error("PostgreSQL has ended; Panjika ends too. Nothing acknowledged is lost: start Panjika again.");
            Runtime.getRuntime().halt(context.isActive() ? 1 : 0);
        }

        @Bean
        JdbcConnectionDetails application(EmbeddedServer server) {
            return new ApplicationRole(server.url(), server.password());
        }

        @Bean
        FlywayConnectionDetails owner(EmbeddedServer server) {
            return new OwnerRole(server.url(), server.password());
        }
    }

    private record ApplicationRole(String url, String secret) implements JdbcConnectionDetails {
        @Override
        public String getUsername() {
            return EmbeddedServer.APPLICATION;
        }

        @Override
        public String getPassword() {
            return secret;
        }

        @Override
        public String getJdbcUrl() {
            return url;
        }
    }

    private record OwnerRole(String url, String secret) implements FlywayConnectionDetails {
        @Override
        public String getUsername() {
            return EmbeddedServer.OWNER;
        }

        @Override
        public String getPassword() {
            return secret;
        }

        @Override
        public String getJdbcUrl() {
            return url;
        }
    }
}
