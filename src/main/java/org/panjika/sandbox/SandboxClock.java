package org.panjika.sandbox;

import java.time.Clock;
import java.time.ZoneId;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("panjika.sandbox")
class SandboxClock {

    @Bean
    Clock clock(ZoneId zone) {
        return Clock.system(zone);
    }
}
