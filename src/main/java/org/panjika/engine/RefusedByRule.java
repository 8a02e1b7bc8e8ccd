package org.panjika.engine;

import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A refusal from one of our rules reaches who completes a task in words, and the task stays; or that it is done already. */
class RefusedByRule extends CommandInterceptor {

    /** A text that PostgreSQL cannot hold. */
    private static final String ZERO_BYTE = "22021";

    private final ObjectProvider<ProblemTexts> texts;
    private final ObjectProvider<JdbcClient> jdbc;

    RefusedByRule(ObjectProvider<ProblemTexts> texts, ObjectProvider<JdbcClient> jdbc) {
        this.texts = texts;
        this.jdbc = jdbc;
    }

    @Override
    public <T> T execute(Command<T> command) {
        try {
            return next.execute(command);
        } catch (RuntimeException failure) {
            // what a listener throws comes wrapped
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof Refused refused) throw inWords(refused);
                if (cause instanceof SQLException sql && ZERO_BYTE.equals(sql.getSQLState())) {
                    throw inWords(new Refused(CommonProblem.BAD_REQUEST));
                }
            }
            if (isCompletionOfGoneTask(command)) throw inWords(new Refused(EngineProblem.TASK_GONE));
            throw failure;
        }
    }

    /** Which fields, and what is wrong with each: whoever completes a task sees nothing of the answer but this text. */
    private String fields(Refused refused, Locale locale) {
        return refused.errors().stream()
                .map(e -> " " + e.field() + ": " + texts.getObject().text("field." + e.code(), Map.of(), locale))
                .collect(Collectors.joining());
    }

    /** The engine says it in many ways, each by how far it came before somebody else was done. */
    private boolean isCompletionOfGoneTask(Command<?> command) {
        if (!(command instanceof CompleteTaskCmd || command instanceof SubmitTaskFormCmd)) return false;
        var task = new DirectFieldAccessor(command).getPropertyValue("taskId");
        return jdbc.getObject()
                .sql("select not exists (select from engine.act_ru_task where id_ = ?)")
                .param(task)
                .query(Boolean.class)
                .single();
    }

    private InvalidRequestException inWords(Refused refused) {
        Locale locale = LocaleContextHolder.getLocale();
        var detail = texts.getObject().detail(refused, locale);
        // not every status of ours is one of the engine's interface
        var status =
                Optional.ofNullable(Status.fromStatusCode(detail.getStatus())).orElse(Status.BAD_REQUEST);
        return new InvalidRequestException(status, refused, detail.getDetail() + fields(refused, locale));
    }
}
