package org.panjika.storage;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How large a photograph may be; the page shrinks its pictures below both.
 *
 * @param bytes as received, metadata included
 * @param side pixels, width and height
 */
@ConfigurationProperties("panjika.photograph")
public record PhotographLimits(@DefaultValue("" + 200 * 1024) int bytes, @DefaultValue("1280") int side) {}
