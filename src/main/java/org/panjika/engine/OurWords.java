package org.panjika.engine;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.camunda.bpm.engine.rest.exception.ExceptionHandlerHelper;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.camunda.bpm.engine.rest.impl.CamundaRestResources;
import org.panjika.problem.Refused;

/** A refusal of ours is said as it is: the engine's interface would lead it with a sentence of its own, in English. */
@Provider
public class OurWords implements ExceptionMapper<InvalidRequestException> {

    /** To be called before the engine's interface answers its first request. */
    static void areSaid() {
        CamundaRestResources.getConfigurationClasses().add(OurWords.class);
    }

    @Override
    public Response toResponse(InvalidRequestException said) {
        var ours = said.getCause() instanceof InvalidRequestException inner && inner.getCause() instanceof Refused
                ? inner
                : said;
        return ExceptionHandlerHelper.getInstance().getResponse(ours);
    }
}
