package org.panjika.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.panjika.access.Caller;
import org.panjika.engine.model.Finding;
import org.panjika.engine.model.Model;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The models that are deployed, and how administrators change them. Everybody else is refused. */
@Service
public class Deployments {

    /** Source of what the page deploys. */
    static final String PAGE = "panjika-page";

    /** As the page says it. */
    private static final int LONGEST_REASON = 200;

    private final ProcessEngineConfigurationImpl engine;
    private final RepositoryService repository;
    private final ManagementService management;
    private final IdentityService identity;
    private final ModelGate gate;
    private final DeploymentLog log;
    private final JdbcClient jdbc;
    private final Clock clock;

    Deployments(
            ProcessEngineConfigurationImpl engine,
            RepositoryService repository,
            ManagementService management,
            IdentityService identity,
            ModelGate gate,
            DeploymentLog log,
            JdbcClient jdbc,
            Clock clock) {
        this.engine = engine;
        this.repository = repository;
        this.management = management;
        this.identity = identity;
        this.gate = gate;
        this.log = log;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The way a deployment came. */
    public enum Way {
        PACKAGED,
        FOLDER,
        PAGE,
        PROGRAM;

        static Way of(String source) {
            if (Models.PACKAGED.equals(source)) return PACKAGED;
            if (Models.FOLDER.equals(source)) return FOLDER;
            return Deployments.PAGE.equals(source) ? PAGE : PROGRAM;
        }
    }

    /**
     * Who made a deployment, when and why.
     *
     * @param by login; {@code engine} for what was loaded when the application started
     * @param reason of the page; what a program named its deployment; else a file
     * @param findings what was doubtful in it; nothing of a deployment made before this was kept
     * @param warnings the same in English, as it was written down
     */
    public record Made(Instant at, String by, Way way, String reason, List<Finding> findings, List<String> warnings) {}

    /** A process as it stands. */
    public record Process(String key, Version newest, long cases, long overdue) {}

    /**
     * A version of a process.
     *
     * @param name its key where it has none
     * @param definition id in the engine
     * @param cases that run on it
     */
    public record Version(
            int number,
            String name,
            String definition,
            String deployment,
            Instant since,
            Optional<Made> made,
            long cases) {}

    /**
     * A deployment that brought no process: decision tables and forms by themselves.
     *
     * @param number by which the list goes on
     * @param deployment id in the engine
     */
    public record Alone(long number, String deployment, Instant since, Optional<Made> made, List<Part> parts) {

        /** Whether all it brought is in force. */
        public boolean stands() {
            return parts.stream().allMatch(Part::newest);
        }
    }

    /**
     * A decision table or form.
     *
     * @param name its key where it has none
     */
    public record Part(Model.Kind kind, String key, String name, int version, boolean newest) {}

    /** A step of a version at which cases stand, and how many tasks there are overdue. */
    public record Standing(String name, long cases, long overdue) {}

    /** All processes by name. */
    public List<Process> processes(Caller by) {
        mustBeAdministrator(by);
        var cases =
                count("select proc_def_id_, count(*) from engine.act_ru_execution where parent_id_ is null group by 1");
        var overdue = jdbc
                .sql(
                        """
                        select d.key_, count(*) from engine.act_ru_task t join engine.act_re_procdef d on d.id_ = t.proc_def_id_
                         where t.due_date_ < :now group by 1
                        """)
                .param("now", Date.from(clock.instant()))
                .query((row, n) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var all = repository.createProcessDefinitionQuery().list().stream()
                .collect(Collectors.groupingBy(ProcessDefinition::getKey));
        return all.values().stream()
                .map(versions -> {
                    var newest = versions.stream()
                            .max(Comparator.comparing(ProcessDefinition::getVersion))
                            .orElseThrow();
                    var running = versions.stream()
                            .mapToLong(d -> cases.getOrDefault(d.getId(), 0L))
                            .sum();
                    return new Process(
                            newest.getKey(),
                            version(newest, cases),
                            running,
                            overdue.getOrDefault(newest.getKey(), 0L));
                })
                .sorted(Comparator.comparing(process -> process.newest().name()))
                .toList();
    }

    /**
     * What was deployed without a process, the newest first.
     *
     * @param after number of the last one before; {@link Long#MAX_VALUE} to begin
     */
    public List<Alone> alone(Caller by, long after, int atMost) {
        mustBeAdministrator(by);
        return log.alone(after, atMost);
    }

    /**
     * The versions of a process, the newest first.
     *
     * @throws Refused {@code not-found} if there is no such process
     */
    public List<Version> versions(Caller by, String process) {
        mustBeAdministrator(by);
        var cases =
                count("select proc_def_id_, count(*) from engine.act_ru_execution where parent_id_ is null group by 1");
        var versions = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(process)
                .orderByProcessDefinitionVersion()
                .desc()
                .list()
                .stream()
                .map(d -> version(d, cases))
                .toList();
        if (versions.isEmpty()) throw new Refused(CommonProblem.NOT_FOUND);
        return versions;
    }

    /** The file of a version, as it was deployed. */
    public Model model(Caller by, Version version) {
        mustBeAdministrator(by);
        var definition = repository.getProcessDefinition(version.definition());
        try (var file = repository.getProcessModel(version.definition())) {
            return Model.of(definition.getResourceName(), file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the cases of a version stand, by id of the step. */
    public Map<String, Standing> standing(Caller by, Version version) {
        mustBeAdministrator(by);
        var overdue = jdbc
                .sql(
                        """
                        select task_def_key_, count(*) from engine.act_ru_task
                         where proc_def_id_ = :definition and due_date_ < :now group by 1
                        """)
                .param("definition", version.definition())
                .param("now", Date.from(clock.instant()))
                .query((row, n) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var steps = repository.getBpmnModelInstance(version.definition());
        var standing = new TreeMap<String, Standing>();
        management.createActivityStatisticsQuery(version.definition()).list().forEach(step -> {
            if (step.getInstances() > 0) {
                standing.put(
                        step.getId(),
                        new Standing(
                                name(steps, step.getId()),
                                step.getInstances(),
                                overdue.getOrDefault(step.getId(), 0L)));
            }
        });
        return standing;
    }

    /** What would be said about files if they were deployed now. */
    public List<Finding> look(Caller by, Map<String, byte[]> files) {
        mustBeAdministrator(by);
        return engine.getCommandExecutorTxRequired().execute(context -> gate.look(files));
    }

    /**
     * Deploys files as one change: all or nothing.
     *
     * @throws Refused {@code reason-missing}, {@code nothing-new}, or {@code models-refused} with {@code why}
     */
    public void deploy(Caller by, Map<String, byte[]> files, String reason) {
        mustBeAdministrator(by);
        if (reason.isBlank()) throw new Refused(EngineProblem.REASON_MISSING);
        if (reason.length() > LONGEST_REASON) throw new Refused(CommonProblem.BAD_REQUEST);
        var nothingNew = engine.getCommandExecutorTxRequired().execute(context -> files.entrySet().stream()
                .allMatch(f -> ModelGate.stands(f.getKey(), f.getValue())));
        if (nothingNew) throw new Refused(EngineProblem.NOTHING_NEW);
        as(by, () -> {
            var deployment = repository.createDeployment().name(reason.strip()).source(PAGE);
            files.forEach((name, content) -> deployment.addInputStream(name, new ByteArrayInputStream(content)));
            return deployment.deploy();
        });
    }

    /** Deploys again what an earlier version was deployed with, as the newest; running cases stay where they are. */
    public void deployAgain(Caller by, String process, int version, String reason) {
        var earlier = versions(by, process).stream()
                .filter(v -> v.number() == version)
                .findFirst()
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        deploy(by, files(by, earlier.deployment()), reason);
    }

    /**
     * What came with a deployment, by the names of the files.
     *
     * @throws Refused {@code not-found} if there is no such deployment
     */
    public Map<String, byte[]> files(Caller by, String deployment) {
        mustBeAdministrator(by);
        var files = new TreeMap<String, byte[]>();
        repository
                .getDeploymentResources(deployment)
                .forEach(r -> files.put(r.getName(), ((ResourceEntity) r).getBytes()));
        if (files.isEmpty()) throw new Refused(CommonProblem.NOT_FOUND);
        return files;
    }

    /** As the person, whom the engine writes down. */
    <T> T as(Caller by, Supplier<T> action) {
        identity.setAuthentication(by.login(), List.of(OrganisationIdentity.ADMINISTRATORS));
        try {
            return action.get();
        } catch (InvalidRequestException | ProcessEngineException e) {
            throw new Refused(EngineProblem.MODELS_REFUSED, Map.of("why", String.valueOf(e.getMessage())));
        } finally {
            identity.clearAuthentication();
        }
    }

    static void mustBeAdministrator(Caller caller) {
        if (!caller.administrator()) throw new Refused(CommonProblem.NOT_ALLOWED);
    }

    private Version version(ProcessDefinition definition, Map<String, Long> cases) {
        var deployment = repository
                .createDeploymentQuery()
                .deploymentId(definition.getDeploymentId())
                .singleResult();
        return new Version(
                definition.getVersion(),
                name(definition),
                definition.getId(),
                definition.getDeploymentId(),
                deployment.getDeploymentTime().toInstant(),
                log.find(definition.getDeploymentId()),
                cases.getOrDefault(definition.getId(), 0L));
    }

    private Map<String, Long> count(String sql) {
        var counts = new HashMap<String, Long>();
        jdbc.sql(sql)
                .query((row, n) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .forEach(e -> counts.put(e.getKey(), e.getValue()));
        return counts;
    }

    private static String name(ProcessDefinition definition) {
        return definition.getName() == null ? definition.getKey() : definition.getName();
    }

    static String name(BpmnModelInstance model, String step) {
        return model.getModelElementById(step) instanceof FlowElement element && element.getName() != null
                ? element.getName()
                : step;
    }
}
