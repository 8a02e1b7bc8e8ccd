package org.panjika.calendar;

import java.time.Clock;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one clock all code asks; the sandbox has an adjustable one instead. */
@Configuration(proxyBeanMethods = false)
class Time {

    @Bean
    ZoneId zone(@Value("${panjika.zone}") ZoneId zone) {
        return zone;
    }

    @Bean
    @ConditionalOnProperty(name = "panjika.sandbox", havingValue = "false", matchIfMissing = true)
    Clock clock(ZoneId zone) {
        return Clock.system(zone);
    }
}
