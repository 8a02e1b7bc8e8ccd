package org.panjika.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.repository.Deployment;
import org.panjika.engine.model.Model;
import org.panjika.models.ProcessContract;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Brings the models that are packaged with the application, or lie in the folder {@code panjika.models.location}, into the
 * engine: one deployment a process, with all that it binds. What has not changed is not deployed again, and a process whose
 * newest version an administrator deployed is left alone until the folder says something new.
 */
@Component
class Models {

    private static final Logger log = LoggerFactory.getLogger(Models.class);
    /** Sources of our own deployments. */
    static final String PACKAGED = "panjika";

    static final String FOLDER = "panjika-folder";
    private static final Set<String> OURS = Set.of(PACKAGED, FOLDER);

    private final RepositoryService repository;
    private final ObjectProvider<ProcessContract> contracts;
    private final String overlay;

    Models(
            RepositoryService repository,
            ObjectProvider<ProcessContract> contracts,
            @Value("${panjika.models.location:}") String overlay) {
        this.repository = repository;
        this.contracts = contracts;
        this.overlay = overlay;
    }

    void load() throws IOException {
        load(files());
    }

    void load(Files files) {
        var models = new TreeMap<String, Model>();
        files.content().forEach((name, content) -> models.put(name, Model.of(name, content)));
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

    /** A process with all that it binds; a ladder that is drawn and written is one. */
    private Map<String, Model> bundle(Model process, Map<String, Model> all) {
        var bundle = new LinkedHashMap<String, Model>();
        var open = new ArrayDeque<Model>();
        open.add(process);
        while (!open.isEmpty()) {
            var model = open.remove();
            if (bundle.put(model.name(), model) != null) continue;
            var parts = Stream.concat(model.needs().stream(), ladders(model)).toList();
            for (var part : parts) {
                all.values().stream().filter(m -> m.defines().contains(part)).forEach(open::add);
            }
        }
        return bundle;
    }

    private Stream<Model.Part> ladders(Model model) {
        return contracts.stream()
                .filter(c -> model.defines().contains(new Model.Part(Model.Kind.PROCESS, c.process())))
                .flatMap(c -> c.ladder().stream())
                .map(ladder -> new Model.Part(Model.Kind.DECISION, ladder.table()));
    }

    private void deploy(Model main, Map<String, Model> bundle, Files files) {
        var wanted = bundle.keySet().stream().collect(Collectors.toMap(Function.identity(), files.content()::get));
        var source = bundle.keySet().stream().anyMatch(files.inFolder()::contains) ? FOLDER : PACKAGED;
        var newest = newest(main);
        if (newest.filter(d -> has(d, wanted)).isPresent()) return;
        var byOthers = Stream.concat(main.defines().stream(), ladders(main))
                .flatMap(part -> deploymentOf(part).stream())
                .map(this::deployment)
                .anyMatch(d -> !OURS.contains(d.getSource()));
        if (byOthers
                && (source.equals(PACKAGED)
                        || last(main, source).filter(d -> has(d, wanted)).isPresent())) {
            log.warn("{} is left as an administrator deployed it; ours is not used", main.name());
            return;
        }
        var deployment = repository.createDeployment().name(main.name()).source(source);
        wanted.forEach((name, content) -> deployment.addInputStream(name, new ByteArrayInputStream(content)));
        deployment.deploy();
    }

    private boolean has(Deployment deployment, Map<String, byte[]> wanted) {
        var resources = repository.getDeploymentResources(deployment.getId());
        return resources.size() == wanted.size()
                && resources.stream()
                        .allMatch(r -> Arrays.equals(((ResourceEntity) r).getBytes(), wanted.get(r.getName())));
    }

    /** What was deployed last from there. */
    private Optional<Deployment> last(Model main, String source) {
        return repository
                .createDeploymentQuery()
                .deploymentName(main.name())
                .deploymentSource(source)
                .orderByDeploymentTime()
                .desc()
                .listPage(0, 1)
                .stream()
                .findFirst();
    }

    private Optional<Deployment> newest(Model main) {
        return main.defines().stream()
                .flatMap(part -> deploymentOf(part).stream())
                .findFirst()
                .map(this::deployment);
    }

    private Deployment deployment(String id) {
        return repository.createDeploymentQuery().deploymentId(id).singleResult();
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

    private Files files() throws IOException {
        var files = new TreeMap<String, byte[]>();
        var resolver = new PathMatchingResourcePatternResolver();
        for (var pattern : List.of("classpath*:processes/**/*.*", "classpath*:forms/*.form")) {
            files.putAll(read(resolver.getResources(pattern)));
        }
        var folder = overlay.isBlank()
                ? Map.<String, byte[]>of()
                : read(resolver.getResources("file:" + overlay + "/**/*.*"));
        files.putAll(folder);
        return new Files(files, folder.keySet());
    }

    private static Map<String, byte[]> read(Resource[] found) throws IOException {
        var files = new TreeMap<String, byte[]>();
        for (var resource : Stream.of(found).filter(Resource::isReadable).toList()) {
            var name = resource.getFilename();
            if (name == null || !(Model.isProcess(name) || Model.isDecision(name) || Model.isForm(name))) continue;
            files.put(name, resource.getContentAsByteArray());
        }
        return files;
    }

    /**
     * @param inFolder names of those that lie in the folder beside the application
     */
    record Files(Map<String, byte[]> content, Set<String> inFolder) {}
}
