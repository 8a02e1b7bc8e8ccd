package org.panjika.engine;

import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.i18n.LocaleContextHolder;

/** A refusal from one of our rules reaches who completes a task in words, and the task stays. */
class RefusedByRule extends CommandInterceptor {

    /** A text that PostgreSQL cannot hold. */
    private static final String ZERO_BYTE = "22021";

    private final ObjectProvider<ProblemTexts> texts;

    RefusedByRule(ObjectProvider<ProblemTexts> texts) {
        this.texts = texts;
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
            throw failure;
        }
    }

    /** Which fields, and what is wrong with each: whoever completes a task sees nothing of the answer but this text. */
    private String fields(Refused refused, Locale locale) {
        return refused.errors().stream()
                .map(e -> " " + e.field() + ": " + texts.getObject().text("field." + e.code(), Map.of(), locale))
                .collect(Collectors.joining());
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
