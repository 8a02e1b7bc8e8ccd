package org.panjika;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class together walk every node and every sequence flow of these processes; what none of them walked is
 * named, and the class fails. For {@link SystemTest} and {@link MovesTheClock}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ProcessCoverage.Check.class)
public @interface CoversProcess {

    /** Keys of the processes. */
    String[] value();
}
