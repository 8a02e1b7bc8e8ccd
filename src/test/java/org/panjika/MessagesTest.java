package org.panjika;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panjika.problem.Problem;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.filter.AssignableTypeFilter;

@DisplayName("Every word is there in English, Hindi and Vietnamese")
class MessagesTest {

    /** See src/docs/glossary.md. */
    private static final Map<String, List<String>> PASSED_OVER = Map.of(
            "hi",
            List.of(
                    "संस्थान",
                    "कर्तव्य",
                    "प्रखंड",
                    "खंड ",
                    "मास",
                    "ग़लत",
                    "काग़ज़",
                    "ज़िल",
                    "लॉग इन",
                    "अपने शिक्षक आईडी",
                    "छुट्टि"),
            "vi",
            List.of(
                    "điểm danh",
                    "bỏ qua",
                    "ngoài cổng",
                    "mật khẩu một lần",
                    "hiệu trưởng",
                    "người đứng đầu",
                    "tập dùng",
                    "khối"));

    private static final Pattern FIELD = Pattern.compile("\\{(\\w+(?::[\\w.]+)?)}");

    /** Not the point of an abbreviated number. */
    private static final Pattern SENTENCE_END = Pattern.compile("(?<![Nn]o|क्र)[.।?!](?=\\s|$|”)");

    static Stream<String> bundles() throws IOException {
        return Arrays.stream(
                        new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*_en.properties"))
                .map(Resource::getFilename)
                .map(name -> name.replace("_en.properties", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bundles")
    @DisplayName("the same keys in each language, none empty, the same fields in each text")
    void sameKeys(String bundle) throws IOException {
        var english = read(bundle + "_en");
        for (var language : new String[] {"_hi", "_vi"}) {
            var other = read(bundle + language);
            assertThat(other.stringPropertyNames())
                    .as(bundle + language)
                    .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
            for (var key : english.stringPropertyNames()) {
                assertThat(other.getProperty(key)).as(key + language).isNotBlank();
                assertThat(fields(other.getProperty(key)))
                        .as(key + language)
                        .isEqualTo(fields(english.getProperty(key)));
                assertThat(sentences(other.getProperty(key)))
                        .as("sentences of " + key + language)
                        .isEqualTo(sentences(english.getProperty(key)));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bundles")
    @DisplayName("one thing has one word in every room: none that the glossary has passed over")
    void glossary(String bundle) throws IOException {
        for (var language : PASSED_OVER.entrySet()) {
            var words = read(bundle + "_" + language.getKey());
            for (var key : words.stringPropertyNames()) {
                assertThat(words.getProperty(key).toLowerCase(Locale.ROOT))
                        .as(key + "_" + language.getKey())
                        .doesNotContain(language.getValue());
            }
        }
    }

    @Test
    @DisplayName("every problem has a title and a detail, and no code is used twice")
    void problems() throws Exception {
        var keys = new HashSet<String>();
        for (var bundle : bundles().toList()) keys.addAll(read(bundle + "_en").stringPropertyNames());
        var codes = new HashSet<String>();
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(Problem.class));
        for (var candidate : scanner.findCandidateComponents("org.panjika")) {
            for (var constant : Class.forName(candidate.getBeanClassName()).getEnumConstants()) {
                var problem = (Problem) constant;
                assertThat(codes.add(problem.code())).as(problem.code()).isTrue();
                assertThat(keys)
                        .contains("problem." + problem.code() + ".title", "problem." + problem.code() + ".detail");
            }
        }
        assertThat(codes).contains("outside-geofence", "not-found");
    }

    private static long sentences(String text) {
        return SENTENCE_END.matcher(text).results().count();
    }

    private static Set<String> fields(String text) {
        return FIELD.matcher(text).results().map(r -> r.group(1)).collect(Collectors.toSet());
    }

    private static Properties read(String name) throws IOException {
        var properties = new Properties();
        try (var reader = new InputStreamReader(
                new ClassPathResource("messages/" + name + ".properties").getInputStream(), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
