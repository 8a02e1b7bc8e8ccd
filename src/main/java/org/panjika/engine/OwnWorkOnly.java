package org.panjika.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.GetDeployedTaskFormCmd;
import org.camunda.bpm.engine.impl.cmd.AssignTaskCmd;
import org.camunda.bpm.engine.impl.cmd.ClaimTaskCmd;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.panjika.engine.model.TaskForm;
import org.springframework.beans.DirectFieldAccessor;

/**
 * Whoever completes a task may set what its form asks for, as the form asks for it, and nothing else; a task is claimed for
 * oneself and given back by oneself, and by administrators only where it waits for a seat of theirs (C12). Our own code, which
 * acts for nobody in particular, is not concerned.
 */
class OwnWorkOnly extends CommandInterceptor {

    private static final int MOST_FORMS = 1_000;

    /** Of tasks whose form comes with the deployment of their process: it never changes. */
    private final Cache<Place, TaskForm> forms =
            Caffeine.newBuilder().maximumSize(MOST_FORMS).build();

    /** A task in a model. */
    private record Place(String processDefinition, String task) {}

    @Override
    public <T> T execute(Command<T> command) {
        var context = Context.getCommandContext();
        if (context.getAuthentication() != null && context.isAuthorizationCheckEnabled()) {
            if (command instanceof ClaimTaskCmd) checkClaim(command, context);
            if (isGivingBack(command, context)) return givenBack(command, context);
            if (command instanceof CompleteTaskCmd) checkDecision(command, "variables", context);
            if (command instanceof SubmitTaskFormCmd) checkDecision(command, "properties", context);
        }
        return next.execute(command);
    }

    private static void checkClaim(Command<?> claim, CommandContext context) {
        var fields = new DirectFieldAccessor(claim);
        var person = fields.getPropertyValue("userId");
        if (!Objects.equals(person, context.getAuthenticatedUserId())) {
            throw new AuthorizationException("a task is claimed for oneself, not for another person");
        }
        var task = context.getTaskManager().findTaskById((String) fields.getPropertyValue("taskId"));
        if (task != null) mustHoldTheSeat(task, context);
    }

    /** Whether a person takes the own name off a task. */
    private static boolean isGivingBack(Command<?> command, CommandContext context) {
        if (!(command instanceof AssignTaskCmd)) return false;
        var fields = new DirectFieldAccessor(command);
        if (fields.getPropertyValue("userId") != null) return false;
        var task = context.getTaskManager().findTaskById((String) fields.getPropertyValue("taskId"));
        return task != null && Objects.equals(task.getAssignee(), context.getAuthenticatedUserId());
    }

    /** The right to work on a task lets one claim it, but not give it back: to the engine that is handing it to somebody. */
    private <T> T givenBack(Command<T> command, CommandContext context) {
        var task = context.getTaskManager()
                .findTaskById((String) new DirectFieldAccessor(command).getPropertyValue("taskId"));
        context.getProcessEngineConfiguration().getCommandCheckers().forEach(c -> c.checkTaskWork(task));
        return context.runWithoutAuthorization(() -> next.execute(command));
    }

    /** Administrators may see and mend every task. The rights of everybody else say already which ones they decide. */
    private static void mustHoldTheSeat(TaskEntity task, CommandContext context) {
        var groups = context.getAuthentication().getGroupIds();
        if (groups == null || !groups.contains(OrganisationIdentity.ADMINISTRATORS)) return;
        var offices = task.getCandidates().stream()
                .map(IdentityLink::getGroupId)
                .filter(Objects::nonNull)
                .toList();
        if (!offices.isEmpty() && Collections.disjoint(offices, groups)) {
            throw new AuthorizationException("a task is decided by the office that it waits for");
        }
    }

    private void checkDecision(Command<?> completion, String field, CommandContext context) {
        var fields = new DirectFieldAccessor(completion);
        var taskId = (String) fields.getPropertyValue("taskId");
        @SuppressWarnings("unchecked")
        var given = (Map<String, Object>) Objects.requireNonNullElse(fields.getPropertyValue(field), Map.of());
        var task = context.getTaskManager().findTaskById(taskId);
        if (task == null) return; // the command itself says so
        mustHoldTheSeat(task, context);
        var refusal = form(task, context).refusal(given, task::getVariable, (condition, values) -> {
            var feel = context.getProcessEngineConfiguration()
                    .getDmnEngineConfiguration()
                    .getFeelEngine();
            return Boolean.TRUE.equals(feel.evaluateSimpleExpression(condition, new Values(values)));
        });
        refusal.ifPresent(refused -> {
            // what its form asks for is for those who see the task
            context.getProcessEngineConfiguration().getCommandCheckers().forEach(c -> c.checkReadTask(task));
            throw refused;
        });
    }

    /** What a condition of a form sees. A form shows a field if its condition cannot be told, so unknown is null. */
    private record Values(Function<String, Object> of) implements VariableContext {

        @Override
        public TypedValue resolve(String name) {
            return of.apply(name) instanceof TypedValue typed ? typed : Variables.untypedValue(of.apply(name));
        }

        @Override
        public boolean containsVariable(String name) {
            return true;
        }

        @Override
        public Set<String> keySet() {
            return Set.of();
        }
    }

    private TaskForm form(TaskEntity task, CommandContext context) {
        if (!bound(task.getTaskDefinition())) return read(task, context);
        var place = new Place(task.getProcessDefinitionId(), task.getTaskDefinitionKey());
        var known = forms.getIfPresent(place);
        if (known != null) return known;
        var read = read(task, context);
        forms.put(place, read);
        return read;
    }

    /** Whether all tasks of the definition have one form for ever. */
    private static boolean bound(TaskDefinition definition) {
        if (definition == null) return false;
        var key = definition.getFormKey();
        var form = definition.getCamundaFormDefinitionKey();
        return (key == null || key.isLiteralText())
                && (form == null
                        || form.isLiteralText() && "deployment".equals(definition.getCamundaFormDefinitionBinding()));
    }

    private static TaskForm read(TaskEntity task, CommandContext context) {
        try (var form = context.runWithoutAuthorization(new GetDeployedTaskFormCmd(task.getId()))) {
            return TaskForm.of(new String(form.readAllBytes(), StandardCharsets.UTF_8));
        } catch (BadUserRequestException noForm) {
            return TaskForm.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
