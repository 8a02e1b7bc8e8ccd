package org.panjika.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.panjika.calendar.WorkingCalendar;
import org.panjika.organisation.ListsChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a model counts in working days ({@code calendar.inWorkingDays}) is counted anew when the calendar changes (C14): a
 * holiday that is declared while a task waits gives its office the day it takes. What is due already stays so, and a date
 * that was set otherwise since, by hand or when the case was moved to another version, stays as it was set.
 */
@Component
class DatesInWorkingDays {

    private static final Logger log = LoggerFactory.getLogger(DatesInWorkingDays.class);

    private static final Pattern COUNTED =
            Pattern.compile("\\$\\{\\s*calendar\\.inWorkingDays\\(\\s*(\\w+)\\s*,\\s*(\\d{1,3})\\s*\\)\\s*}");

    /** Between the beginning of a task or timer and the counting of its date. */
    private static final Duration MEANWHILE = Duration.ofSeconds(5);

    private static final String OPEN =
            """
            select proc_def_id_ from engine.act_ru_task where due_date_ > :now and proc_def_id_ is not null
            union
            select process_def_id_ from engine.act_ru_job where duedate_ > :now and type_ = 'timer' and process_def_id_ is not null
            """;

    private static final String AT_ONE_INSTITUTION =
            """
            select d.id, d.since, d.due, i.id as institution_id
              from dated d
                   join institution i on i.code = (
                     select min(v.text_) from engine.act_ru_variable v
                      where v.proc_inst_id_ = d.instance and v.name_ = :variable
                     having count(distinct v.text_) = 1)
            """;

    private static final String TASKS =
            """
            with dated as materialized (
              select id_ as id, proc_inst_id_ as instance, create_time_ as since, due_date_ as due from engine.act_ru_task
               where proc_def_id_ = :definition and task_def_key_ = :element and create_time_ <= :now and due_date_ > :now)
            """
                    + AT_ONE_INSTITUTION;

    private static final String TIMERS =
            """
            with dated as materialized (
              select j.id_ as id, j.process_instance_id_ as instance, j.create_time_ as since, j.duedate_ as due
                from engine.act_ru_jobdef f join engine.act_ru_job j on j.job_def_id_ = f.id_
               where f.proc_def_id_ = :definition and f.act_id_ = :element and j.type_ = 'timer' and j.create_time_ <= :now
                 and j.duedate_ > :now)
            """
                    + AT_ONE_INSTITUTION;

    private final JdbcClient jdbc;
    private final RepositoryService repository;
    private final ManagementService management;
    private final ProcessEngineConfigurationImpl engine;
    private final TasksSetAnew anew;
    private final WorkingCalendar calendar;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DatesInWorkingDays(
            JdbcClient jdbc,
            RepositoryService repository,
            ManagementService management,
            ProcessEngineConfigurationImpl engine,
            TasksSetAnew anew,
            WorkingCalendar calendar,
            TransactionTemplate transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.repository = repository;
        this.management = management;
        this.engine = engine;
        this.anew = anew;
        this.calendar = calendar;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What a model says about the date of a task or timer. */
    private record Counted(String definition, String element, String institution, int days) {

        static Optional<Counted> of(String definition, String element, String expression) {
            var said = COUNTED.matcher(expression == null ? "" : expression);
            return said.matches()
                    ? Optional.of(new Counted(definition, element, said.group(1), Integer.parseInt(said.group(2))))
                    : Optional.empty();
        }
    }

    private record Dated(String id, long institutionId, ZonedDateTime since, ZonedDateTime due, int days) {

        /** Counting leaves the time of day. */
        boolean asCounted() {
            var counted = since.with(due.toLocalDate());
            return !due.isBefore(counted) && due.isBefore(counted.plus(MEANWHILE));
        }

        ZonedDateTime on(LocalDate day) {
            return due.with(day);
        }
    }

    /** The dates of those that begin on one day and wait as long. */
    private record Beginning(LocalDate day, int days) {}

    private interface Change {
        void make(String id, Date was, Date will);
    }

    @Async
    @TransactionalEventListener(classes = ListsChanged.class, fallbackExecution = true)
    void onListsChanged() {
        follow();
    }

    /** Each date by itself: one that is just being worked on keeps none of the others. */
    void follow() {
        var definitions = jdbc.sql(OPEN).param("now", now()).query(String.class).list();
        follow(TASKS, definitions.stream().flatMap(this::tasks), this::date);
        follow(TIMERS, definitions.stream().flatMap(this::timers), this::dateTimer);
    }

    private Stream<Counted> tasks(String definition) {
        return repository.getBpmnModelInstance(definition).getModelElementsByType(UserTask.class).stream()
                .flatMap(task -> Counted.of(definition, task.getId(), task.getCamundaDueDate()).stream());
    }

    private Stream<Counted> timers(String definition) {
        return repository.getBpmnModelInstance(definition).getModelElementsByType(CatchEvent.class).stream()
                .flatMap(event -> event.getEventDefinitions().stream()
                        .filter(TimerEventDefinition.class::isInstance)
                        .map(timer -> ((TimerEventDefinition) timer).getTimeDate())
                        .filter(date -> date != null)
                        .flatMap(
                                date -> Counted.of(
                                        definition,
                                        event.getId(),
                                        date.getTextContent().strip())
                                        .stream()));
    }

    private void follow(String which, Stream<Counted> counted, Change change) {
        var waiting = counted.map(one -> dated(which, one))
                .flatMap(Collection::stream)
                .filter(Dated::asCounted)
                .collect(Collectors.groupingBy(d -> new Beginning(d.since().toLocalDate(), d.days())));
        waiting.forEach((beginning, dates) -> {
            try {
                follow(beginning, dates, change);
            } catch (RuntimeException e) {
                log.warn("what began on {} stays due as it is", beginning.day(), e);
            }
        });
    }

    private void follow(Beginning beginning, List<Dated> dates, Change change) {
        var institutions = dates.stream()
                .map(Dated::institutionId)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), id -> beginning.days()));
        var days = calendar.daysAnybodyWorksAfter(institutions, beginning.day());
        for (var dated : dates) {
            var will = dated.on(days.get(dated.institutionId()));
            if (!will.equals(dated.due())) make(change, dated, will);
        }
    }

    private void make(Change change, Dated dated, ZonedDateTime will) {
        try {
            change.make(dated.id(), Date.from(dated.due().toInstant()), Date.from(will.toInstant()));
        } catch (RuntimeException e) {
            log.warn("{} stays due at {}", dated.id(), dated.due(), e);
        }
    }

    private void date(String task, Date was, Date will) {
        engine.getCommandExecutorTxRequired().execute(context -> anew.date(task, was, will, context));
    }

    private void dateTimer(String timer, Date was, Date will) {
        transaction.executeWithoutResult(status -> {
            var job = management.createJobQuery().jobId(timer).singleResult();
            if (job != null && was.equals(job.getDuedate())) management.setJobDuedate(timer, will);
        });
    }

    private List<Dated> dated(String which, Counted one) {
        return jdbc.sql(which)
                .param("definition", one.definition())
                .param("element", one.element())
                .param("variable", one.institution())
                .param("now", now())
                .query((row, n) -> new Dated(
                        row.getString("id"),
                        row.getLong("institution_id"),
                        moment(row, "since"),
                        moment(row, "due"),
                        one.days()))
                .list();
    }

    /** The engine writes moments in the zone of the machine. */
    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private ZonedDateTime moment(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant().atZone(clock.getZone());
    }
}
