package org.panjika.sandbox;

import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.panjika.sandbox.jdbc.SampleTables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The made-up state: created at the first start, on an empty database, from the files in the resource folder
 * {@code sandbox}. What is named there is taken as it is; the remaining posts are filled with invented people, the same at
 * every first start.
 */
@Component
@SandboxOnly
@DependsOnDatabaseInitialization
public class SampleState implements InitializingBean {

    /** The password of everybody in the sandbox. */
    public static final String PASSWORD = "panjika";

    private static final Logger log = LoggerFactory.getLogger(SampleState.class);

    private final SampleTables tables;
    private final PasswordEncoder passwords;
    private final TransactionOperations transaction;
    private final Clock clock;

    SampleState(SampleTables tables, PasswordEncoder passwords, TransactionOperations transaction, Clock clock) {
        this.tables = tables;
        this.passwords = passwords;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() {
        if (tables.anyInstitution()) return;
        transaction.executeWithoutResult(status -> create(LocalDate.now(clock)));
        log.info("The made-up state is there; everybody's password is {}", PASSWORD);
    }

    private void create(LocalDate today) {
        var institutions = SampleFile.rows("institutions");
        tables.institutions(institutions, today);
        tables.settings(SampleFile.rows("settings"));
        tables.weeks(SampleFile.rows("calendar-weeks"));
        tables.days(SampleFile.rows("calendar-days"), today.getYear());
        tables.timings(SampleFile.rows("calendar-timings"));

        var cast = SampleFile.rows("people");
        var charges = SampleFile.rows("charges");
        var others = new Posts(institutions, charges).filled();
        var named = cast.stream().filter(p -> p.containsKey("designation")).toList();
        tables.staff(Stream.concat(named.stream(), others.stream()).toList());
        tables.charges(
                Stream.concat(charges.stream(), others.stream().flatMap(SampleState::seat))
                        .toList(),
                today);
        tables.deputations(SampleFile.rows("deputations"), today);
        tables.dutyOrders(SampleFile.rows("duty-orders"), today, clock.instant());
        tables.serviceStates(SampleFile.rows("service-states"), today);
        tables.logins(passwords.encode(PASSWORD));
        tables.cast(numbered(cast.stream().filter(p -> p.containsKey("roles")).toList()), PASSWORD);
    }

    private static Stream<Map<String, Object>> seat(Map<String, Object> person) {
        return person.get("head").equals("true")
                ? Stream.of(Map.of(
                        "kind", "HEAD",
                        "institution", person.get("institution"),
                        "holder", person.get("login"),
                        "basis", "SUBSTANTIVE",
                        "may_act", "true"))
                : Stream.of();
    }

    private static List<Map<String, Object>> numbered(List<Map<String, Object>> cast) {
        return IntStream.range(0, cast.size())
                .mapToObj(i -> {
                    var numbered = new LinkedHashMap<>(cast.get(i));
                    numbered.put("position", i + 1);
                    return (Map<String, Object>) numbered;
                })
                .toList();
    }
}
