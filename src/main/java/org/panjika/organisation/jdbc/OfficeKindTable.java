package org.panjika.organisation.jdbc;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.organisation.Charge;
import org.panjika.organisation.OfficeKinds.OfficeKind;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The kinds of institutions; they change so seldom that a copy of the application may know of a new one ten seconds late. */
@Repository
public class OfficeKindTable {

    private static final Duration MEMORY = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final LoadingCache<Boolean, Map<String, OfficeKind>> all =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).build(key -> read());

    OfficeKindTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By code, the oldest first. */
    public Map<String, OfficeKind> all() {
        return all.get(true);
    }

    public Optional<OfficeKind> find(String code) {
        return Optional.ofNullable(all().get(code));
    }

    /** What a group of the engine may begin with: kinds of offices, and charges. */
    public Set<String> functions() {
        return Stream.concat(
                        all().keySet().stream(),
                        Arrays.stream(Charge.Kind.values()).map(Enum::name))
                .collect(Collectors.toSet());
    }

    /** @return whether it is new */
    public boolean add(OfficeKind kind, String by, OffsetDateTime now) {
        var added = jdbc.sql(
                        """
                        insert into office_kind (recorded_at, recorded_by, code, rules_of, name, name_hi, name_vi)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict (code) do nothing
                        """)
                .params(
                        now,
                        by,
                        kind.code(),
                        kind.rulesOf(),
                        kind.names().get("en"),
                        kind.names().get("hi"),
                        kind.names().get("vi"))
                .update();
        all.invalidateAll();
        return added == 1;
    }

    /** From now on the heads of an added kind are called so; of two at the same moment the second is refused by the table. */
    public void rename(OfficeKind kind, String by, OffsetDateTime now) {
        jdbc.sql(
                        """
                        insert into office_kind_name (recorded_at, recorded_by, code, name, name_hi, name_vi, supersedes)
                        values (?, ?, ?, ?, ?, ?, (select max(entry_no) from office_kind_name where code = ?))
                        """)
                .params(
                        now,
                        by,
                        kind.code(),
                        kind.names().get("en"),
                        kind.names().get("hi"),
                        kind.names().get("vi"),
                        kind.code())
                .update();
        all.invalidateAll();
    }

    private Map<String, OfficeKind> read() {
        var kinds = new LinkedHashMap<String, OfficeKind>();
        jdbc.sql(
                        """
                        select k.code, k.rules_of, coalesce(n.name, k.name) as name, coalesce(n.name_hi, k.name_hi) as name_hi,
                               coalesce(n.name_vi, k.name_vi) as name_vi
                          from office_kind k
                               left join office_kind_name n on n.code = k.code
                                 and not exists (select from office_kind_name later where later.supersedes = n.entry_no)
                         order by k.entry_no
                        """)
                .query(row -> {
                    var names = new LinkedHashMap<String, String>();
                    if (row.getString("name") != null) {
                        names.put("en", row.getString("name"));
                        names.put("hi", row.getString("name_hi"));
                        names.put("vi", row.getString("name_vi"));
                    }
                    kinds.put(
                            row.getString("code"),
                            new OfficeKind(row.getString("code"), row.getString("rules_of"), names));
                });
        return kinds;
    }
}
