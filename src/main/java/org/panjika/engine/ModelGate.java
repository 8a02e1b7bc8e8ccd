package org.panjika.engine;

import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.impl.repository.ResourceDefinitionEntity;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.panjika.models.ModelsDeployed;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Judges every new deployment, whichever way it comes, within its transaction: all of it is taken or nothing. A model that
 * could run code of its own is refused with the place named; forms, decisions and called processes that a process binds to
 * its deployment and that are not in it are added as they stand today.
 */
@Component
class ModelGate implements Deployer {

    private final ModelRules rules;
    private final ApplicationEventPublisher events;

    ModelGate(Vocabulary vocabulary, ApplicationEventPublisher events) {
        this.rules = new ModelRules(vocabulary);
        this.events = events;
    }

    @Override
    public void deploy(DeploymentEntity deployment) {
        // deployers run again when a definition is loaded after a restart: a running case is not judged anew
        if (!deployment.isNew()) return;
        var objections = new ArrayList<String>();
        for (var resource : List.copyOf(deployment.getResources().values())) {
            objections.addAll(rules.objections(Model.of(resource.getName(), resource.getBytes())));
        }
        objections.addAll(complete(deployment));
        if (!objections.isEmpty()) {
            throw new InvalidRequestException(Status.BAD_REQUEST, String.join("; ", objections));
        }
        events.publishEvent(new ModelsDeployed(deployment.getResources().values().stream()
                .flatMap(r -> Model.of(r.getName(), r.getBytes()).defines().stream())
                .map(Model.Part::id)
                .collect(Collectors.toSet())));
    }

    private List<String> complete(DeploymentEntity deployment) {
        var objections = new ArrayList<String>();
        var present = new HashSet<Model.Part>();
        var open = new ArrayDeque<Model>();
        for (var resource : deployment.getResources().values()) {
            var model = Model.of(resource.getName(), resource.getBytes());
            present.addAll(model.defines());
            open.add(model);
        }
        while (!open.isEmpty()) {
            for (var part : open.remove().needs()) {
                if (!present.add(part)) continue;
                var found = newest(part);
                if (found.isEmpty()) {
                    objections.add("there is no " + part);
                    continue;
                }
                var model = add(found.get(), deployment);
                present.addAll(model.defines());
                open.add(model);
            }
        }
        return objections;
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
