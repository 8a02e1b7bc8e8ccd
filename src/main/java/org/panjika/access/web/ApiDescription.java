package org.panjika.access.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/** What the description of the HTTP interface says of all its calls alike: how one gets in, what created means, how a call is refused. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    private static final String TOKEN = "token";
    private static final String PASSWORD = "password";
    private static final String SESSION = "session";
    private static final String PROBLEM = "Problem";
    private static final String JSON = org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

    private static final Map<String, String> FILES =
            Map.of(".csv", "text/csv", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    /** Who asks: nobody, somebody who must not, about what is not there; or too often with a wrong password. */
    private static final List<HttpStatus> ALWAYS = List.of(
            HttpStatus.BAD_REQUEST,
            HttpStatus.UNAUTHORIZED,
            HttpStatus.FORBIDDEN,
            HttpStatus.NOT_FOUND,
            HttpStatus.UNPROCESSABLE_ENTITY,
            HttpStatus.TOO_MANY_REQUESTS);

    private static final List<HttpStatus> WITH_BODY =
            List.of(HttpStatus.PAYLOAD_TOO_LARGE, HttpStatus.UNSUPPORTED_MEDIA_TYPE);

    @Bean
    OpenAPI interfaceForPrograms() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Panjika")
                                .version("v1")
                                .description(
                                        "Refusals are problem details (RFC 9457) in the language of Accept-Language: en, hi, vi."))
                .components(new Components()
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An opaque token of POST /api/v1/tokens, for 12 hours."))
                        .addSecuritySchemes(
                                PASSWORD,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic")
                                        .description("Login and password."))
                        .addSecuritySchemes(
                                SESSION,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.COOKIE)
                                        .name("SESSION")
                                        .description(
                                                "The login of the pages; what changes something needs the token of a"
                                                        + " page in X-CSRF-TOKEN."))
                        .addSchemas(PROBLEM, problem()))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN))
                .addSecurityItem(new SecurityRequirement().addList(PASSWORD))
                .addSecurityItem(new SecurityRequirement().addList(SESSION));
    }

    private static Schema<?> problem() {
        var error = new ObjectSchema()
                .addProperty("field", new StringSchema())
                .addProperty("code", new StringSchema())
                .addProperty("message", new StringSchema())
                .addProperty("allowed", new ArraySchema().items(new StringSchema()));
        return new ObjectSchema()
                .addProperty("type", new StringSchema().format("uri").example("urn:panjika:problem:outside-geofence"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("errors", new ArraySchema().items(error))
                .additionalProperties(true);
    }

    @Bean
    OperationCustomizer answersOfCalls() {
        return (operation, method) -> {
            var answers = operation.getResponses();
            if (createsOnce(method)) {
                var created = answers.get("200");
                answers.addApiResponse(
                        "201",
                        new ApiResponse()
                                .description("Created")
                                .content(created == null ? null : created.getContent()));
                answers.addApiResponse(
                        "200",
                        new ApiResponse()
                                .description("The same id with the same content again: the first answer")
                                .content(created == null ? null : created.getContent()));
            }
            answers.forEach((status, answer) -> typed(answer, method));
            ALWAYS.forEach(status -> refusal(answers, status));
            if (!method.hasMethodAnnotation(GetMapping.class)) refusal(answers, HttpStatus.CONFLICT);
            if (operation.getRequestBody() != null) WITH_BODY.forEach(status -> refusal(answers, status));
            return operation;
        };
    }

    /**
     * Anything that a client creates with an id of its own is created once (api.md): only then a call answers with one status
     * or another.
     */
    private static boolean createsOnce(HandlerMethod method) {
        return method.hasMethodAnnotation(PostMapping.class)
                && method.getMethod().getReturnType().equals(ResponseEntity.class);
    }

    /** What is said to be anything is JSON, or bytes of which the answer itself says what they are. */
    private static void typed(ApiResponse answer, HandlerMethod method) {
        var content = answer.getContent();
        if (content == null || !content.containsKey("*/*")) return;
        var bytes = method.getMethod().getGenericReturnType().getTypeName().contains("byte[]");
        content.addMediaType(bytes ? "application/octet-stream" : JSON, content.remove("*/*"));
    }

    private static void refusal(ApiResponses answers, HttpStatus status) {
        answers.computeIfAbsent(String.valueOf(status.value()), code -> problem(status.getReasonPhrase()));
    }

    private static ApiResponse problem(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType(
                                org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
    }

    @Bean
    OpenApiCustomizer whatPathsSay() {
        return api -> api.getPaths().forEach((path, item) -> {
            FILES.forEach((ending, type) -> {
                if (path.endsWith(ending)) item.readOperations().forEach(operation -> file(operation, type));
            });
            if (path.equals("/api/v1/tokens")) {
                item.getPost().setSecurity(List.of(new SecurityRequirement().addList(PASSWORD)));
            }
            if (path.startsWith("/api/v1/imports/"))
                inParts(item.getPost().getRequestBody().getContent());
            if (path.equals("/api/v1/sandbox/cast")) item.getGet().setSecurity(List.of());
        });
    }

    /** A list that is missing is a field that is wrong, so that the call itself takes what has no parts too. */
    private static void inParts(Content content) {
        content.addMediaType(org.springframework.http.MediaType.MULTIPART_FORM_DATA_VALUE, content.remove(JSON));
    }

    private static void file(Operation operation, String type) {
        operation.getResponses().get("200").setContent(new Content().addMediaType(type, new MediaType()));
    }
}
