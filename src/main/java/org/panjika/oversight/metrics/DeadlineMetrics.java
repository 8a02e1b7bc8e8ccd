package org.panjika.oversight.metrics;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import org.panjika.oversight.DeadlineBoard;
import org.panjika.oversight.DeadlineBoard.Row;
import org.panjika.oversight.DeadlineBoard.Standing;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The deadline board by district for Prometheus: {@code panjika_deadline_institutions{district, deadline, standing}}. Asked of
 * the database at a scrape, and then remembered for some seconds, however many scrape.
 */
@Component
class DeadlineMetrics implements MultiCollector, InitializingBean {

    private static final String NAME = "panjika_deadline_institutions";
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private final ObjectProvider<PrometheusRegistry> registry;
    private final LoadingCache<String, List<Row>> districts;

    DeadlineMetrics(DeadlineBoard board, ObjectProvider<PrometheusRegistry> registry) {
        this.registry = registry;
        // by the machine's time: the sandbox's clock may stand still
        this.districts = Caffeine.newBuilder().expireAfterWrite(REMEMBERED).build(name -> board.districts());
    }

    @Override
    public void afterPropertiesSet() {
        registry.ifAvailable(r -> r.register(this));
    }

    @Override
    public List<String> getPrometheusNames() {
        return List.of(NAME);
    }

    @Override
    public MetricSnapshots collect() {
        var gauge = GaugeSnapshot.builder()
                .name(NAME)
                .help(
                        "Institutions concerned by a deadline of today, by how they stand to it; all standings add up to them");
        for (var row : districts.get(NAME)) {
            add(gauge, row, "entry", row.entry());
            add(gauge, row, "closing", row.closing());
        }
        return new MetricSnapshots(gauge.build());
    }

    private static void add(GaugeSnapshot.Builder gauge, Row district, String deadline, Standing standing) {
        add(gauge, district, deadline, "met", standing.met());
        add(gauge, district, deadline, "missed", standing.missed());
        add(gauge, district, deadline, "excused", standing.excused());
        add(gauge, district, deadline, "open", standing.open());
    }

    private static void add(
            GaugeSnapshot.Builder gauge, Row district, String deadline, String standing, int institutions) {
        gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of(
                        "district", district.institution().code(), "deadline", deadline, "standing", standing))
                .value(institutions)
                .build());
    }
}
