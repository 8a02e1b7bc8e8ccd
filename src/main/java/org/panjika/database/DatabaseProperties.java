package org.panjika.database;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the embedded server; without effect where {@code spring.datasource.url} names a server.
 *
 * @param data folder that holds everything this installation must not lose
 * @param port port on the loopback address, 0 for any free one
 */
@ConfigurationProperties("panjika.database")
record DatabaseProperties(@DefaultValue("data") Path data, @DefaultValue("0") int port) {}
