package org.panjika.problem.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.temporal.TemporalAccessor;
import org.springframework.stereotype.Component;

/**
 * Times and days are read from ISO-8601 alone: a figure could be seconds or milliseconds, and has no offset.
 */
@Component
class FromTextOnly extends SimpleModule {

    FromTextOnly() {
        super("times from text only");
        setDeserializerModifier(new BeanDeserializerModifier() {
            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription described, JsonDeserializer<?> reading) {
                return TemporalAccessor.class.isAssignableFrom(described.getBeanClass()) ? new Text(reading) : reading;
            }
        });
    }

    private static final class Text extends DelegatingDeserializer {

        Text(JsonDeserializer<?> reading) {
            super(reading);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reading) {
            return new Text(reading);
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.hasToken(JsonToken.VALUE_STRING)
                    ? super.deserialize(json, context)
                    : context.handleUnexpectedToken(handledType(), json);
        }
    }
}
