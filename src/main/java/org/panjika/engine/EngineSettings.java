package org.panjika.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.ArtifactFactory;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.scripting.engine.DefaultScriptEngineResolver;
import org.panjika.engine.model.Vocabulary;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the engine is told before it starts. It starts only when its tables have been migrated and the clock stands where
 * it was left: hence the unused clock.
 */
@Component
@Order
@DependsOnDatabaseInitialization
class EngineSettings extends AbstractProcessEnginePlugin {

    private static final String NAMES = "[A-Za-z0-9._/-]+";

    private final OrganisationIdentity.Sessions identity;
    private final Vocabulary vocabulary;
    private final ModelGate gate;
    private final TaskGuard guard;
    private final ObjectProvider<ProblemTexts> texts;
    private final ObjectProvider<JdbcClient> jdbc;

    EngineSettings(
            OrganisationIdentity.Sessions identity,
            Vocabulary vocabulary,
            ModelGate gate,
            TaskGuard guard,
            ObjectProvider<ProblemTexts> texts,
            ObjectProvider<JdbcClient> jdbc,
            Clock clock) {
        this.identity = identity;
        this.vocabulary = vocabulary;
        this.gate = gate;
        this.guard = guard;
        this.texts = texts;
        this.jdbc = jdbc;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setEnsureJobDueDateNotNull(true);
        // what a caller is refused is the caller's to read; what fails in a job is logged by the job executor
        engine.setEnableCmdExceptionLogging(false);
        engine.setCustomPreCommandInterceptorsTxRequired(List.of(new RefusedByRule(texts, jdbc)));
        who(engine);
        rights(engine);
        models(engine);
        tasks(engine);
    }

    private void tasks(ProcessEngineConfigurationImpl engine) {
        var listeners = new ArrayList<BpmnParseListener>(
                Objects.requireNonNullElse(engine.getCustomPostBPMNParseListeners(), List.of()));
        listeners.add(guard);
        engine.setCustomPostBPMNParseListeners(listeners);
    }

    private void who(ProcessEngineConfigurationImpl engine) {
        engine.setIdentityProviderSessionFactory(identity);
        engine.setUserResourceWhitelistPattern(NAMES);
        engine.setGroupResourceWhitelistPattern(NAMES);
    }

    private void rights(ProcessEngineConfigurationImpl engine) {
        engine.setAuthorizationEnabled(true);
        // without it the authorization query is quadratic: every task against every grant
        engine.setAuthorizationCheckRevokes("always");
        // to work on a task, not to re-route it, date it or hand it to others
        engine.setDefaultUserPermissionNameForTask("TASK_WORK");
        engine.setResourceAuthorizationProvider(new GrantsToOffices());
        engine.setCustomSessionFactories(List.of(new RightsOfOffices.Sessions(jdbc), new TasksOfOffices.Sessions()));
        engine.setCustomPostCommandInterceptorsTxRequired(List.of(new OwnWorkOnly(), new ListsAsOfNow()));
    }

    private void models(ProcessEngineConfigurationImpl engine) {
        engine.setExpressionManager(new GuardedExpressions(vocabulary));
        engine.setArtifactFactory(noClasses());
        engine.setScriptEngineResolver(new NoScripts());
        engine.setDeserializationTypeValidationEnabled(true);
        engine.setCustomPreDeployers(new ArrayList<>(List.of(gate)));
        engine.setCmmnEnabled(false);
        engine.setEnforceHistoryTimeToLive(true);
    }

    private static ArtifactFactory noClasses() {
        return new ArtifactFactory() {
            @Override
            public <T> T getArtifact(Class<T> type) {
                throw new ProcessEngineException("models may not name a class: " + type.getName());
            }
        };
    }

    private static class NoScripts extends DefaultScriptEngineResolver {

        NoScripts() {
            super(new ScriptEngineManager());
        }

        @Override
        public ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
            return null;
        }
    }
}
