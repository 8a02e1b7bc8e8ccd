package org.panjika;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The digital registers of a state's schools: one application, one database, one engine. */
@SpringBootApplication
@EnableScheduling
@EnableAsync
public class Panjika {

    public static void main(String[] args) {
        SpringApplication.run(Panjika.class, args);
    }
}
