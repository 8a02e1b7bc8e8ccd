package org.panjika.engine;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import org.camunda.bpm.engine.rest.hal.Hal;
import org.camunda.bpm.engine.rest.impl.CamundaRestResources;
import org.camunda.bpm.engine.rest.mapper.JacksonConfigurator;

/** The engine's JSON, Tasklist's too, by one mapper: its own is made for each request and learns what a query looks like each time. */
@Provider
@Produces({MediaType.APPLICATION_JSON, Hal.APPLICATION_HAL_JSON})
public class OneMapper extends JacksonConfigurator {

    private final ObjectMapper mapper = configureObjectMapper(new ObjectMapper());

    public OneMapper() {
        // a variable that is null itself is none: the engine would fail over it
        mapper.configOverride(Map.class).setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.SKIP));
    }

    /** To be called before the engine's interface answers its first request. */
    static void replacesTheEnginesOwn() {
        var classes = CamundaRestResources.getConfigurationClasses();
        classes.remove(JacksonConfigurator.class);
        classes.add(OneMapper.class);
    }

    @Override
    public ObjectMapper getContext(Class<?> type) {
        return mapper;
    }
}
