package org.panjika.access;

import org.panjika.access.jdbc.LoginEventTable;
import org.panjika.access.jdbc.LoginTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Makes the first administrator from the start-up settings if there is none; there is no default password. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class FirstAdministrator implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(FirstAdministrator.class);

    private final Settings settings;
    private final LoginTable logins;
    private final LoginEventTable events;
    private final PasswordEncoder encoder;

    FirstAdministrator(Settings settings, LoginTable logins, LoginEventTable events, PasswordEncoder encoder) {
        this.settings = settings;
        this.logins = logins;
        this.events = events;
        this.encoder = encoder;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (logins.hasAdministrator()) return;
        if (settings.login.isEmpty()) {
            log.warn("There is no administrator yet. Start once with panjika.first-administrator.login and .password.");
            return;
        }
        PasswordRules.fault(settings.login, settings.password).ifPresent(fault -> {
            throw new IllegalStateException("panjika.first-administrator.password: " + fault);
        });
        if (logins.createFirstAdministrator(settings.login, encoder.encode(settings.password))) {
            events.record(LoginEvent.CREATED, settings.login, "start-up", null);
            log.info(
                    "Made the first administrator {}; the password must be changed at the first login", settings.login);
        }
    }

    /**
     * @param login of the first administrator; empty: none is made
     * @param password for the first login, which demands another
     */
    @ConfigurationProperties("panjika.first-administrator")
    record Settings(@DefaultValue("") String login, @DefaultValue("") String password) {

        @Override
        public String toString() {
            return login;
        }
    }
}
