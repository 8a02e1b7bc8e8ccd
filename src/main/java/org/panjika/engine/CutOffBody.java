package org.panjika.engine;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.camunda.bpm.engine.rest.dto.ExceptionDto;
import org.camunda.bpm.engine.rest.impl.CamundaRestResources;
import org.panjika.problem.web.BodyTooLarge;

/** What was cut off at its limit is the sender's fault: the engine's interface would say that it has one. */
@Provider
public class CutOffBody implements ExceptionMapper<BodyTooLarge> {

    /** To be called before the engine's interface answers its first request. */
    static void isSaid() {
        CamundaRestResources.getConfigurationClasses().add(CutOffBody.class);
    }

    @Override
    public Response toResponse(BodyTooLarge cutOff) {
        return Response.status(Status.REQUEST_ENTITY_TOO_LARGE)
                .type(MediaType.APPLICATION_JSON)
                .entity(ExceptionDto.fromException(cutOff))
                .build();
    }
}
