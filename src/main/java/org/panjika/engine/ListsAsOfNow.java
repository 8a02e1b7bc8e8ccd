package org.panjika.engine;

import org.camunda.bpm.engine.impl.cmd.GetTaskFormVariablesCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.camunda.spin.plugin.variable.SpinValues;
import org.springframework.beans.DirectFieldAccessor;

/**
 * What a form shows of the state of things is read when the form is opened, not kept since the task was made: each
 * extension property of a user task whose value is an expression is given to its form as JSON.
 */
class ListsAsOfNow extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
        var answer = next.execute(command);
        if (command instanceof GetTaskFormVariablesCmd && answer instanceof VariableMap variables) {
            var taskId = (String) new DirectFieldAccessor(command).getPropertyValue("resourceId");
            add(Context.getCommandContext().getTaskManager().findTaskById(taskId), variables);
        }
        return answer;
    }

    private static void add(TaskEntity task, VariableMap variables) {
        if (task.getProcessDefinitionId() == null) return;
        var engine = Context.getProcessEngineConfiguration();
        UserTask model = engine.getDeploymentCache()
                .findBpmnModelInstanceForProcessDefinition(task.getProcessDefinitionId())
                .getModelElementById(task.getTaskDefinitionKey());
        if (model == null || model.getExtensionElements() == null) return;
        for (var properties : model.getExtensionElements()
                .getElementsQuery()
                .filterByType(CamundaProperties.class)
                .list()) {
            for (CamundaProperty property : properties.getCamundaProperties()) {
                if (!property.getCamundaValue().startsWith("${")) continue;
                var list = engine.getExpressionManager()
                        .createExpression(property.getCamundaValue())
                        .getValue(task);
                variables.putValueTyped(
                        property.getCamundaName(),
                        SpinValues.jsonValue(String.valueOf(list)).create());
            }
        }
    }
}
