package org.panjika.engine;

import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
 * today; then {@link ModelChecks} looks at the whole. What only asks is logged; who deploys by the page is asked before.
 */
@Component
class ModelGate implements Deployer {

    private static final Logger log = LoggerFactory.getLogger(ModelGate.class);

    private final ModelChecks checks;
    private final FindingWords words;
    private final ApplicationEventPublisher events;

    ModelGate(ModelChecks checks, FindingWords words, ApplicationEventPublisher events) {
        this.checks = checks;
        this.words = words;
        this.events = events;
    }

    @Override
    public void deploy(DeploymentEntity deployment) {
        // deployers run again when a definition is loaded after a restart: a running case is not judged anew
        if (!deployment.isNew()) return;
        var findings = new ArrayList<>(complete(deployment));
        findings.addAll(checks.of(deployment.getResources().values().stream()
                .collect(Collectors.toMap(ResourceEntity::getName, ResourceEntity::getBytes))));
        findings.stream().filter(f -> !f.refuses()).forEach(f -> log.warn("{}", words.say(f, Locale.ENGLISH)));
        if (findings.stream().anyMatch(Finding::refuses)) {
            var locale = LocaleContextHolder.getLocale();
            throw new InvalidRequestException(
                    Status.BAD_REQUEST,
                    findings.stream()
                            .filter(Finding::refuses)
                            .map(f -> words.say(f, locale))
                            .collect(Collectors.joining("\n")));
        }
        events.publishEvent(new ModelsDeployed(deployment.getResources().values().stream()
                .flatMap(r -> Model.of(r.getName(), r.getBytes()).defines().stream())
                .map(Model.Part::id)
                .collect(Collectors.toSet())));
    }

    private static List<Finding> complete(DeploymentEntity deployment) {
        var missing = new ArrayList<Finding>();
        var present = new HashSet<Model.Part>();
        var open = new ArrayDeque<Model>();
        for (var resource : deployment.getResources().values()) {
            var model = Model.of(resource.getName(), resource.getBytes());
            present.addAll(model.defines());
            open.add(model);
        }
        while (!open.isEmpty()) {
            var model = open.remove();
            for (var part : model.needs()) {
                if (!present.add(part)) continue;
                var found = newest(part);
                if (found.isEmpty()) {
                    missing.add(Finding.missing(model.name(), part));
                    continue;
                }
                var added = add(found.get(), deployment);
                present.addAll(added.defines());
                open.add(added);
            }
        }
        return missing;
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

    private static Model add(ResourceDefinitionEntity<?> definition, DeploymentEntity deployment) {
        var resources = Context.getCommandContext().getResourceManager();
        var source = resources.findResourceByDeploymentIdAndResourceName(
                definition.getDeploymentId(), definition.getResourceName());
        var copy = new ResourceEntity();
        copy.setName(source.getName());
        copy.setBytes(source.getBytes());
        copy.setDeploymentId(deployment.getId());
        resources.insertResource(copy);
        deployment.addResource(copy);
        return Model.of(copy.getName(), copy.getBytes());
    }
}
