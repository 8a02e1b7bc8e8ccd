package org.panjika.directory.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.panjika.directory.Directory.Scope;
import org.panjika.directory.Entry;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class DirectoryTable {

    private static final String SELECT =
            """
            select i.code, i.name, i.name_hi, i.kind, i.category, p.code as parent, i.latitude, i.longitude,
                   i.coordinate_quality, i.coordinate_doubt, i.locality, i.district, i.pincode, i.management, i.urban,
                   i.participates, i.provisional, i.calendar_group
              from institution i left join institution p on p.id = i.path[cardinality(i.path) - 1]
             where (:everywhere or i.path && :seats or i.id = :own)
               and (:under::bigint is null or i.path @> array[:under::bigint])
            """;

    private static final Scope EVERYWHERE = new Scope(true, List.of(), Optional.empty(), Optional.empty());

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate streaming;

    DirectoryTable(JdbcClient jdbc, javax.sql.DataSource dataSource) {
        this.jdbc = jdbc;
        var template = new JdbcTemplate(dataSource);
        template.setFetchSize(1000);
        this.streaming = new NamedParameterJdbcTemplate(template);
    }

    /** @param after code of the last one seen */
    public List<Entry> find(Scope scope, Optional<String> kind, Optional<String> q, Optional<String> after, int limit) {
        return jdbc.sql(
                        SELECT
                                + """
                          and (:kind::text is null or i.kind = :kind)
                          and (:q::text is null or i.code like :q || '%' or i.name ilike '%' || :q || '%'
                               or i.name_hi like '%' || :q || '%')
                          and i.code > coalesce(:after, '')
                        order by i.code limit :limit
                        """)
                .params(parameters(scope))
                .param("kind", kind.orElse(null))
                .param("q", q.map(DirectoryTable::literally).orElse(null))
                .param("after", after.orElse(null))
                .param("limit", limit)
                .query(DirectoryTable::read)
                .list();
    }

    /** Hands over every institution by code, without ever holding more than a thousand; needs a transaction. */
    public void each(Scope scope, Consumer<Entry> use) {
        streaming.query(SELECT + "order by i.code", new MapSqlParameterSource(parameters(scope)), row -> {
            use.accept(read(row, 0));
        });
    }

    public Optional<Entry> find(String code) {
        return jdbc.sql(SELECT + "and i.code = :code")
                .params(parameters(EVERYWHERE))
                .param("code", code)
                .query(DirectoryTable::read)
                .optional();
    }

    private static Map<String, Object> parameters(Scope scope) {
        var parameters = new HashMap<String, Object>();
        parameters.put("everywhere", scope.everywhere());
        parameters.put("seats", scope.seats().toArray(Long[]::new));
        parameters.put("own", scope.own().orElse(-1L));
        parameters.put("under", scope.under().orElse(null));
        return parameters;
    }

    private static String literally(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static Entry read(ResultSet row, int number) throws SQLException {
        return new Entry(
                row.getString("code"),
                row.getString("name"),
                row.getString("name_hi"),
                row.getString("kind"),
                row.getString("category"),
                row.getString("parent"),
                row.getObject("latitude", Double.class),
                row.getObject("longitude", Double.class),
                row.getString("coordinate_quality"),
                row.getString("coordinate_doubt"),
                row.getString("locality"),
                row.getString("district"),
                row.getString("pincode"),
                row.getString("management"),
                row.getBoolean("urban"),
                row.getBoolean("participates"),
                row.getBoolean("provisional"),
                row.getString("calendar_group"));
    }
}
