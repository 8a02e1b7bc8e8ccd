package org.panjika.engine;

import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.impl.repository.ResourceDefinitionEntity;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.panjika.engine.model.Finding;
import org.panjika.engine.model.Model;
import org.panjika.engine.model.ModelChecks;
import org.panjika.models.ModelsDeployed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Judges every new deployment, whichever way it comes, within its transaction: all of it is taken or nothing. Forms,
 * decisions and called processes that a process binds to its deployment and that are not in it are added as they stand
 * today; then {@link ModelChecks} looks at the whole. What only asks is written down; who deploys by the page is asked
 * before.
 */
@Component
class ModelGate implements Deployer {

    private static final Logger log = LoggerFactory.getLogger(ModelGate.class);

    private final ModelChecks checks;
    private final FindingWords words;
    private final DeploymentLog deployments;
    private final ApplicationEventPublisher events;

    ModelGate(ModelChecks checks, FindingWords words, DeploymentLog deployments, ApplicationEventPublisher events) {
        this.checks = checks;
        this.words = words;
        this.deployments = deployments;
        this.events = events;
    }

    @Override
    public void deploy(DeploymentEntity deployment) {
        // deployers run again when a definition is loaded after a restart: a running case is not judged anew
        if (!deployment.isNew()) return;
        var given = deployment.getResources().values().stream()
                .collect(Collectors.toMap(ResourceEntity::getName, ResourceEntity::getBytes));
        var whole = complete(given);
        whole.files().forEach((name, content) -> {
            if (!given.containsKey(name)) add(name, content, deployment);
        });
        var findings = judge(whole);
        Finding.overlong(deployment.getName()).ifPresent(findings::add);
        if (findings.stream().anyMatch(Finding::refuses)) throw refusal(findings);
        var warnings = findings.stream()
                .map(f -> words.say(f, Locale.ENGLISH))
                .sorted()
                .toList();
        warnings.forEach(warning -> log.warn("{}", warning));
        var definitions = whole.files().entrySet().stream()
                .flatMap(f -> Model.of(f.getKey(), f.getValue()).defines().stream())
                .map(Model.Part::id)
                .collect(Collectors.toSet());
        var by = Context.getCommandContext().getAuthenticatedUserId();
        deployments.deployed(
                deployment.getId(),
                Deployments.Way.of(deployment.getSource()),
                Objects.requireNonNullElse(by, CaseSteps.ENGINE),
                Objects.requireNonNullElse(deployment.getName(), ""),
                definitions,
                findings,
                warnings);
        events.publishEvent(new ModelsDeployed(definitions));
    }

    /** What would be found in files that are deployed now; within a command of the engine. */
    List<Finding> look(Map<String, byte[]> files) {
        return judge(complete(files));
    }

    /** Whether a file brings nothing but what stands; within a command of the engine. */
    static boolean stands(String name, byte[] content) {
        var defines = Model.of(name, content).defines();
        return !defines.isEmpty()
                && defines.stream().allMatch(part -> newest(part)
                        .filter(d -> Arrays.equals(source(d).getBytes(), content))
                        .isPresent());
    }

    private InvalidRequestException refusal(List<Finding> findings) {
        var locale = LocaleContextHolder.getLocale();
        return new InvalidRequestException(
                Status.BAD_REQUEST,
                findings.stream()
                        .filter(Finding::refuses)
                        .map(f -> words.say(f, locale))
                        .collect(Collectors.joining("\n")));
    }

    private ArrayList<Finding> judge(Whole whole) {
        var findings = new ArrayList<>(whole.missing());
        findings.addAll(checks.of(whole.files(), part -> newest(part).map(ModelGate::model)));
        return findings;
    }

    /** Files with all that they bind, as far as it is there. */
    private record Whole(Map<String, byte[]> files, List<Finding> missing) {}

    private static Whole complete(Map<String, byte[]> given) {
        var files = new TreeMap<>(given);
        var missing = new ArrayList<Finding>();
        Set<Model.Part> present = new HashSet<>();
        var open = new ArrayDeque<Model>();
        var looked = new ArrayList<Model>();
        given.forEach((name, content) -> open.add(Model.of(name, content)));
        open.forEach(model -> present.addAll(model.defines()));
        while (!open.isEmpty()) {
            var model = open.remove();
            looked.add(model);
            for (var part : model.needs()) {
                if (!present.add(part)) continue;
                var found = newest(part).map(ModelGate::source);
                if (found.isEmpty()) {
                    missing.add(Finding.missing(model, part));
                    continue;
                }
                files.put(found.get().getName(), found.get().getBytes());
                var added = Model.of(found.get().getName(), found.get().getBytes());
                present.addAll(added.defines());
                open.add(added);
            }
        }
        for (var model : looked) {
            model.uses().stream()
                    .filter(part -> !present.contains(part) && newest(part).isEmpty())
                    .forEach(part -> missing.add(Finding.missing(model, part)));
        }
        return new Whole(files, missing);
    }

    private static Optional<ResourceDefinitionEntity<?>> newest(Model.Part part) {
        var context = Context.getCommandContext();
        return Optional.ofNullable(
                switch (part.kind()) {
                    case PROCESS -> context.getProcessDefinitionManager().findLatestProcessDefinitionByKey(part.id());
                    case DECISION ->
                        context.getDecisionDefinitionManager().findLatestDecisionDefinitionByKey(part.id());
                    case FORM -> context.getCamundaFormDefinitionManager().findLatestDefinitionByKey(part.id());
                });
    }

    private static ResourceEntity source(ResourceDefinitionEntity<?> definition) {
        return Context.getCommandContext()
                .getResourceManager()
                .findResourceByDeploymentIdAndResourceName(definition.getDeploymentId(), definition.getResourceName());
    }

    private static Model model(ResourceDefinitionEntity<?> definition) {
        var source = source(definition);
        return Model.of(source.getName(), source.getBytes());
    }

    private static void add(String name, byte[] content, DeploymentEntity deployment) {
        var added = new ResourceEntity();
        added.setName(name);
        added.setBytes(content);
        added.setDeploymentId(deployment.getId());
        Context.getCommandContext().getResourceManager().insertResource(added);
        deployment.addResource(added);
    }
}
