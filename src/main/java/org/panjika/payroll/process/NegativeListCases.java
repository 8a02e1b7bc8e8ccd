package org.panjika.payroll.process;

import java.time.Clock;
import java.time.LocalTime;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.panjika.models.ProcessContract;
import org.panjika.models.UsableInModels;
import org.panjika.payroll.NegativeListStart;
import org.panjika.payroll.NegativeLists;
import org.panjika.payroll.NegativeLists.Absence;
import org.panjika.payroll.NegativeLists.NegativeList;
import org.panjika.payroll.NegativeLists.Open;
import org.panjika.payroll.NegativeLists.Verified;
import org.panjika.payroll.jdbc.NegativeListTable;
import org.springframework.stereotype.Component;

/** Starts the cases of lists of the absent, and answers what their model asks (BR-17). */
@Component("negativeListCases")
@UsableInModels
class NegativeListCases implements NegativeListStart, ProcessContract {

    static final String PROCESS = "negative-list";

    private final NegativeLists lists;
    private final RuntimeService runtime;
    private final Clock clock;

    NegativeListCases(NegativeLists lists, RuntimeService runtime, Clock clock) {
        this.lists = lists;
        this.runtime = runtime;
        this.clock = clock;
    }

    @Override
    public void start(List<NegativeListTable.Begun> begun) {
        for (var list : begun) {
            runtime.startProcessInstanceByKey(
                    PROCESS,
                    list.id().toString(),
                    Map.of(
                            "requestId",
                            list.id().toString(),
                            "institution",
                            list.office(),
                            "month",
                            list.month().toString()));
        }
    }

    @Override
    public String process() {
        return PROCESS;
    }

    @Override
    public Set<String> variables() {
        return Set.of("requestId", "institution", "month", "approvedBy", "outcome");
    }

    /** The office that verifies. */
    @UsableInModels
    public String verifier(String requestId) {
        return lists.verifier(find(requestId));
    }

    /** That one and the office above, which may approve once the window has passed. */
    @UsableInModels
    public String verifierOrAbove(String requestId) {
        return String.join(",", lists.verifierOrAbove(find(requestId)));
    }

    /** The DPO (Establishment). */
    @UsableInModels
    public String acceptor(String requestId) {
        return lists.acceptor(find(requestId));
    }

    /** The last minute in which the list is approved in time. */
    @UsableInModels
    public Date due(String requestId) {
        return Date.from(lists.due(find(requestId))
                .atTime(LocalTime.of(23, 59))
                .atZone(clock.getZone())
                .toInstant());
    }

    /** When the office above may approve too: the day after. */
    @UsableInModels
    public Date overdue(String requestId) {
        return Date.from(lists.due(find(requestId))
                .plusDays(1)
                .atStartOfDay(clock.getZone())
                .toInstant());
    }

    /** The list for the form. */
    @UsableInModels
    public SpinJsonNode list(String requestId) {
        var list = find(requestId);
        var shown = new LinkedHashMap<String, Object>();
        shown.put("where", list.office().bothNames());
        shown.put(
                "month",
                "%2$02d-%1$d".formatted(list.month().getYear(), list.month().getMonthValue()));
        shown.put(
                "link",
                "/payroll/%s/offices/%s/negative-list?number=%d"
                        .formatted(list.month(), list.office().code(), list.number()));
        shown.put("returned", list.returned().orElse(""));
        shown.put("open", lists.open(list).stream().map(NegativeListCases::open).toList());
        shown.put("lines", lists.absences(list).stream().map(a -> line(list, a)).toList());
        return Spin.JSON(shown);
    }

    private static Map<String, Object> line(NegativeList list, Absence absence) {
        return Map.of(
                "place", absence.institution().bothNames(),
                "who", PayrollForms.who(absence.person()),
                "day", absence.day().toString(),
                "days", absence.sessions().inDays(),
                "struck", absence.struck().map(Verified::reason).orElse(""),
                "evidence",
                        absence.struck().map(Verified::evidence).orElse(List.of()).stream()
                                .map(hash -> "/api/v1/payroll/%s/offices/%s/negative-list/evidence/%s?number=%d"
                                        .formatted(list.month(), list.office().code(), hash.hex(), list.number()))
                                .toList());
    }

    private static Map<String, Object> open(Open open) {
        return Map.of(
                "place", open.institution().bothNames(),
                "what", PayrollForms.word("verification.open." + open.kind()),
                "days", open.inDays(),
                "people", open.people(),
                "severity", PayrollForms.word("verification.severity." + open.severity()),
                "link", open.link());
    }

    private NegativeList find(String requestId) {
        return lists.find(UUID.fromString(requestId));
    }
}
