package org.panjika.problem.web;

import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Problem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.ModelAndView;

/** Every refusal and every failure as RFC 9457 for programs, as a page for people, in the caller's language. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    /** Values that PostgreSQL cannot hold: a zero byte in a text, a day beyond its calendar. */
    private static final Set<String> UNUSABLE = Set.of("22021", "22007", "22008", "22009");

    private final ProblemTexts texts;

    ProblemAdvice(ProblemTexts texts) {
        this.texts = texts;
    }

    @ExceptionHandler
    Object refused(Refused refused, HttpServletRequest request, Locale locale) {
        return answer(texts.detail(refused, locale), request);
    }

    @ExceptionHandler
    Object unreadable(HttpMessageNotReadableException e, HttpServletRequest request, Locale locale) {
        var problem = e.getCause() instanceof BodyTooLarge ? CommonProblem.TOO_LARGE : CommonProblem.BAD_REQUEST;
        var faults = e.getCause() instanceof JsonMappingException unfit ? JsonFaults.of(unfit) : List.<FieldError>of();
        return refused(new Refused(problem, Map.of(), faults), request, locale);
    }

    @ExceptionHandler
    Object invalid(MethodArgumentNotValidException e, HttpServletRequest request, Locale locale) {
        var errors = e.getBindingResult().getFieldErrors().stream()
                .map(f -> new Refused.FieldError(f.getField(), "invalid"))
                .toList();
        return refused(new Refused(CommonProblem.INVALID_FIELDS, Map.of(), errors), request, locale);
    }

    /** A part of the address, what follows its question mark, or a field of a form. */
    @ExceptionHandler
    Object unfit(MethodArgumentTypeMismatchException e, HttpServletRequest request, Locale locale) {
        var fault = FieldError.of(
                e.getName(),
                JsonFaults.words(e.getParameter().nestedIfOptional().getNestedParameterType()));
        return refused(new Refused(CommonProblem.BAD_REQUEST, Map.of(), List.of(fault)), request, locale);
    }

    @ExceptionHandler
    Object missing(MissingServletRequestParameterException e, HttpServletRequest request, Locale locale) {
        var fault = new FieldError(e.getParameterName(), "invalid");
        return refused(new Refused(CommonProblem.BAD_REQUEST, Map.of(), List.of(fault)), request, locale);
    }

    @ExceptionHandler
    Object tooLarge(MaxUploadSizeExceededException e, HttpServletRequest request, Locale locale) {
        return answer(texts.detail(CommonProblem.TOO_LARGE, Map.of(), locale), request);
    }

    @ExceptionHandler
    Object any(Exception e, HttpServletRequest request, Locale locale) throws Exception {
        if (e instanceof org.springframework.security.core.AuthenticationException
                || e instanceof org.springframework.security.access.AccessDeniedException) throw e;
        var problem = e instanceof ErrorResponse known
                ? ofStatus(known.getStatusCode().value())
                : ofType(e);
        if (problem == CommonProblem.UNEXPECTED) log.error("{} {}", request.getMethod(), request.getRequestURI(), e);
        return answer(texts.detail(problem, Map.of(), locale), request);
    }

    private static Problem ofType(Exception e) {
        return e instanceof TypeMismatchException
                        || e instanceof MultipartException
                        || e instanceof DateTimeException
                        || e instanceof IllegalArgumentException && fromConversion(e)
                        || unusableValue(e)
                ? CommonProblem.BAD_REQUEST
                : CommonProblem.UNEXPECTED;
    }

    private static boolean fromConversion(Exception e) {
        return e.getStackTrace().length > 0
                && e.getStackTrace()[0].getClassName().startsWith("org.springframework.");
    }

    private static boolean unusableValue(Exception e) {
        return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException sql && UNUSABLE.contains(sql.getSQLState()));
    }

    private static Problem ofStatus(int status) {
        return List.of(CommonProblem.values()).stream()
                .filter(p -> p.status() == status)
                .findFirst()
                .orElse(status < 500 ? CommonProblem.BAD_REQUEST : CommonProblem.UNEXPECTED);
    }

    private static boolean isAddress(String path) {
        try {
            new URI(path);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Object answer(ProblemDetail problem, HttpServletRequest request) {
        var path = request.getRequestURI();
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        var forPeople = !path.startsWith("/api/") && accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
        if (!forPeople) {
            // the answer names the address, which "//" is not
            if (!isAddress(path)) problem.setInstance(URI.create("/"));
            return ResponseEntity.status(problem.getStatus())
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem);
        }
        var page = new ModelAndView("problem", Map.of("problem", problem));
        page.setStatus(org.springframework.http.HttpStatusCode.valueOf(problem.getStatus()));
        return page;
    }
}
