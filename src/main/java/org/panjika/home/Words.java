package org.panjika.home;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The words of every room: {@code messages/<room>_{en,hi,vi}.properties}. English where a language has none. */
@Configuration(proxyBeanMethods = false)
class Words {

    private static final String ENGLISH = "_en.properties";

    @Bean
    MessageSource messageSource() throws IOException {
        var rooms = new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*" + ENGLISH);
        var words = new ResourceBundleMessageSource();
        words.setBasenames(Arrays.stream(rooms)
                .map(r -> "messages/" + r.getFilename().replace(ENGLISH, ""))
                .distinct()
                .toArray(String[]::new));
        words.setDefaultEncoding("UTF-8");
        words.setDefaultLocale(Locale.ENGLISH);
        return words;
    }
}
