package org.panjika.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.panjika.engine.model.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Brings the models that are packaged with the application, or lie in the folder {@code panjika.models.location}, into the
 * engine: one deployment a process, with all that it binds. What has not changed is not deployed again, and a process whose
 * newest version an administrator deployed is left alone.
 */
@Component
class Models {

    private static final Logger log = LoggerFactory.getLogger(Models.class);
    private static final String SOURCE = "panjika";

    private final RepositoryService repository;
    private final String overlay;

    Models(RepositoryService repository, @Value("${panjika.models.location:}") String overlay) {
        this.repository = repository;
        this.overlay = overlay;
    }

    void load() throws IOException {
        load(files());
    }

    void load(Map<String, byte[]> files) {
        var models = new TreeMap<String, Model>();
        files.forEach((name, content) -> models.put(name, Model.of(name, content)));
        var bound = new HashSet<String>();
        for (var model : models.values()) {
            if (!Model.isProcess(model.name())) continue;
            var bundle = bundle(model, models);
            bound.addAll(bundle.keySet());
            deploy(model, bundle, files);
        }
        for (var model : models.values()) {
            if (Model.isDecision(model.name()) && !bound.contains(model.name())) {
                deploy(model, Map.of(model.name(), model), files);
            }
        }
    }

    private static Map<String, Model> bundle(Model process, Map<String, Model> all) {
        var bundle = new LinkedHashMap<String, Model>();
        var open = new ArrayDeque<Model>();
        open.add(process);
        while (!open.isEmpty()) {
            var model = open.remove();
            if (bundle.put(model.name(), model) != null) continue;
            for (var part : model.needs()) {
                all.values().stream().filter(m -> m.defines().contains(part)).forEach(open::add);
            }
        }
        return bundle;
    }

    private void deploy(Model main, Map<String, Model> bundle, Map<String, byte[]> files) {
        if (deployedByOthers(main)) {
            log.warn("{} is left as an administrator deployed it; the packaged version is not used", main.name());
            return;
        }
        var deployment =
                repository.createDeployment().name(main.name()).source(SOURCE).enableDuplicateFiltering(false);
        bundle.keySet().forEach(name -> deployment.addInputStream(name, new ByteArrayInputStream(files.get(name))));
        deployment.deploy();
    }

    private boolean deployedByOthers(Model main) {
        return main.defines().stream().anyMatch(part -> deploymentOf(part)
                .map(id -> repository.createDeploymentQuery().deploymentId(id).singleResult())
                .filter(d -> !SOURCE.equals(d.getSource()))
                .isPresent());
    }

    private Optional<String> deploymentOf(Model.Part part) {
        return switch (part.kind()) {
            case PROCESS ->
                Optional.ofNullable(repository
                                .createProcessDefinitionQuery()
                                .processDefinitionKey(part.id())
                                .latestVersion()
                                .singleResult())
                        .map(d -> d.getDeploymentId());
            case DECISION ->
                Optional.ofNullable(repository
                                .createDecisionDefinitionQuery()
                                .decisionDefinitionKey(part.id())
                                .latestVersion()
                                .singleResult())
                        .map(d -> d.getDeploymentId());
            case FORM -> Optional.empty();
        };
    }

    private Map<String, byte[]> files() throws IOException {
        var files = new TreeMap<String, byte[]>();
        var resolver = new PathMatchingResourcePatternResolver();
        for (var pattern : List.of("classpath*:processes/**/*.*", "classpath*:forms/*.form")) {
            add(resolver.getResources(pattern), files);
        }
        if (!overlay.isBlank()) add(resolver.getResources("file:" + overlay + "/**/*.*"), files);
        return files;
    }

    private static void add(Resource[] found, Map<String, byte[]> files) throws IOException {
        for (var resource : Stream.of(found).filter(Resource::isReadable).toList()) {
            var name = resource.getFilename();
            if (name == null || !(Model.isProcess(name) || Model.isDecision(name) || Model.isForm(name))) continue;
            files.put(name, resource.getContentAsByteArray());
        }
    }
}
