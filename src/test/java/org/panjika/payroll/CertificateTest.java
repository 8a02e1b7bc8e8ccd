package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.panjika.payroll.PayScene.MONTH;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.panjika.attendance.Session;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.PayScene.Place;
import org.panjika.payroll.jdbc.NegativeListTable;
import org.panjika.problem.Refused;
import org.panjika.storage.Scans;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SystemTest
@DisplayName(
        "Staff outside the portal: the parent's head verifies the month with the certificate, without it the sessions are held (RJ-12)")
class CertificateTest {

    @Autowired
    PayScene scene;

    @Autowired
    PaperMonth paper;

    @Autowired
    NegativeListTable lists;

    @Autowired
    TestState state;

    @Autowired
    Certificates certificates;

    @Autowired
    Statements statements;

    @Autowired
    Institutions institutions;

    @Autowired
    Callers callers;

    @Autowired
    Proposals proposals;

    @Autowired
    Scans scans;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    Place place;
    String deputed;
    String scan;

    @BeforeEach
    void threeDaysAtTheCensusOffice() {
        place = scene.place("RJ");
        deputed = state.staff(place.school());
        for (int day = 1; day <= 3; day++) outside(place.school(), day);
        scan = sent(place.head(), "certificate");
    }

    private String sent(String by, String text) {
        return scans.keep(by, ("%PDF-1.7 " + text).getBytes(StandardCharsets.UTF_8))
                .hash()
                .hex();
    }

    @Test
    @DisplayName("held for 3 days; certified with one afternoon of absence: nothing is held, half a day is absence")
    void certified() {
        assertThat(held()).isEqualTo("3");
        certify(place.head(), scan, Sessions.of(MONTH.atDay(2), Session.AFTERNOON));
        assertThat(held()).isEqualTo("0");
        assertThat(line().of(Figure.ABSENT).inDays()).isEqualTo("½");
        certify(place.head(), scan, Sessions.NONE);
        assertThat(line().of(Figure.ABSENT).count())
                .as("the later certificate counts")
                .isZero();
    }

    /** What the person outside the portal has been told of the month. */
    private List<Proposal> told() {
        var whose = jdbc.sql("select id from staff where employee_code = ?")
                .param(deputed)
                .query(Long.class)
                .single();
        return proposals.of(whose, MONTH);
    }

    private void outside(String school, int day) {
        jdbc.sql(
                        """
                        insert into off_portal_day (day, staff_id, institution_id, place)
                        select ?, s.id, i.id, 'Census office' from staff s, institution i where s.employee_code = ? and i.code = ?
                        """)
                .params(MONTH.atDay(day), deputed, school)
                .update();
    }

    @Test
    @DisplayName(
            "certified while the month runs: it covers the days until then, those that follow are held until a certificate covers them too (RJ-12)")
    void certifiedInTheMiddle() {
        scene.in(3, "10:00");
        certify(place.head(), scan, Sessions.of(MONTH.atDay(2), Session.AFTERNOON));
        assertThat(held()).isEqualTo("0");
        scene.on(2, "10:00");
        assertThat(line().of(Figure.HELD).days(MONTH)).containsOnlyKeys(MONTH.atDay(3));
        assertThat(line().of(Figure.ABSENT).inDays()).isEqualTo("½");
        assertThat(certificates.of(callers.find(place.head()).orElseThrow(), place.school(), MONTH))
                .singleElement()
                .satisfies(m -> assertThat(m.held()).isEqualTo(Sessions.ofDay(MONTH.atDay(3))));
        certify(place.head(), scan, Sessions.of(MONTH.atDay(2), Session.AFTERNOON));
        assertThat(held()).isEqualTo("0");
    }

    @Test
    @DisplayName(
            "posted elsewhere from the 3rd: each institution certifies its own days, and neither's certificate touches the other's (RJ-12, C5)")
    void certifiedByEach() {
        var other = state.school(place.block().block());
        var itsHead = state.holder("HEAD", other);
        jdbc.sql("update posting set during = daterange(lower(during), ?) where staff_id = "
                        + "(select id from staff where employee_code = ?)")
                .params(MONTH.atDay(3), deputed)
                .update();
        jdbc.sql("insert into posting (staff_id, institution_id, during) select s.id, i.id, daterange(?, null)"
                        + " from staff s, institution i where s.employee_code = ? and i.code = ?")
                .params(MONTH.atDay(3), deputed, other)
                .update();
        outside(other, 4);
        certify(place.head(), scan, Sessions.ofDay(MONTH.atDay(2)));
        assertThat(held()).isEqualTo("0");
        assertThat(line(other).of(Figure.HELD).inDays()).as("still held").isEqualTo("2");
        sent(itsHead, "certificate");
        certificates.certify(
                callers.find(itsHead).orElseThrow(), other, MONTH, deputed, scan, Sessions.NONE, Optional.empty());
        assertThat(line(other).of(Figure.HELD).count()).isZero();
        assertThat(line().of(Figure.ABSENT).days(MONTH)).containsOnlyKeys(MONTH.atDay(2));
        scene.on(3, "07:00");
        proposals.tell();
        assertThat(told()).singleElement().satisfies(told -> assertThat(told.institution())
                .isEqualTo(place.school()));
    }

    @Test
    @DisplayName(
            "absence that a certificate tells is told the person and taken after the window, as any other (C16, BR-18)")
    void certifiedAbsence() {
        certify(place.head(), scan, Sessions.of(MONTH.atDay(2), Session.AFTERNOON));
        scene.on(3, "07:00");
        proposals.tell();
        proposals.tell();
        assertThat(told()).singleElement().satisfies(told -> {
            assertThat(told.kind()).isEqualTo(Proposal.Kind.ABSENCE);
            assertThat(told.sessions()).containsExactly(Session.AFTERNOON);
        });
        certify(place.head(), scan, Sessions.ofDay(MONTH.atDay(2)));
        proposals.tell();
        assertThat(told())
                .as("a later certificate tells of the other half too")
                .extracting(Proposal::sessions)
                .containsExactlyInAnyOrder(Set.of(Session.AFTERNOON), Set.of(Session.FORENOON));
        certify(place.head(), scan, Sessions.of(MONTH.atDay(2), Session.AFTERNOON));
        assertThat(line().of(Figure.NO_PAY).count()).as("not before the answer").isZero();
        scene.on(8, "10:00");
        assertThat(line().of(Figure.NO_PAY).inDays()).isEqualTo("½");
    }

    @Test
    @DisplayName(
            "half-pay leave there from the 2nd to the 3rd: counted by kind, half paid, neither held nor certified; the first day alone is held, and the month is sent (C13, C16)")
    void onLeave() {
        paper.leave(deputed, "HPL", "APPROVED", MONTH.atDay(2), MONTH.atDay(3));
        assertThat(held()).isEqualTo("1");
        assertThat(line().leave().get("HPL").days(MONTH)).containsOnlyKeys(MONTH.atDay(2), MONTH.atDay(3));
        assertThat(line().of(Figure.HALF_PAY).inDays()).isEqualTo("2");
        assertThat(line().of(Figure.OFF_PORTAL).days(MONTH)).containsOnlyKeys(MONTH.atDay(1));
        assertThatThrownBy(() -> certify(place.head(), scan, Sessions.ofDay(MONTH.atDay(2))))
                .hasMessageContaining("invalid-fields");
        var sent = statements.send(institutions.find(place.school()).orElseThrow(), MONTH, place.head(), false);
        assertThat(PayBooks.paid(sent.line(deputed).orElseThrow())).isEqualTo("54 4 0 2");
    }

    @Test
    @DisplayName(
            "leave granted for a day that a certificate told as absence: no absence, on no list, nobody is told of it and nothing is taken for it")
    void onLeaveAfterTheCertificate() {
        var list = aList();
        certify(
                place.head(),
                scan,
                Sessions.of(MONTH.atDay(2), Session.AFTERNOON).and(Sessions.of(MONTH.atDay(3), Session.FORENOON)));
        assertThat(absent(list)).isEqualTo("1");
        paper.leave(deputed, "CL", "APPROVED", MONTH.atDay(3), MONTH.atDay(3));
        assertThat(absent(list)).isEqualTo("½");
        scene.on(3, "07:00");
        proposals.tell();
        assertThat(told()).singleElement().satisfies(told -> assertThat(told.day())
                .isEqualTo(MONTH.atDay(2)));
        paper.leave(deputed, "CL", "APPROVED", MONTH.atDay(2), MONTH.atDay(2));
        scene.on(8, "10:00");
        assertThat(absent(list)).isEqualTo("0");
        assertThat(line().leave().get("CL").inDays()).isEqualTo("2");
        assertThat(PayBooks.paid(line())).isEqualTo("60 0 0 0");
    }

    private UUID aList() {
        var list = UUID.randomUUID();
        var school = institutions.find(place.school()).orElseThrow().id();
        jdbc.sql("insert into payroll_negative_list (id, office_id, month) values (?, ?, ?)")
                .params(list, school, MONTH.atDay(1))
                .update();
        jdbc.sql(
                        "insert into payroll_statement (institution_id, month, route, list_id) values (?, ?, 'NEGATIVE_LIST', ?)")
                .params(school, MONTH.atDay(1), list)
                .update();
        return list;
    }

    private String absent(UUID list) {
        return lists.absent(list, MONTH, MONTH.atEndOfMonth()).stream()
                .filter(l -> l.person().employeeCode().equals(deputed))
                .map(l -> l.absent().inDays())
                .findFirst()
                .orElse("0");
    }

    @Test
    @DisplayName(
            "by the head alone, with a scan that is kept, for sessions outside the portal; not before, not by the person (C4)")
    void refused() {
        assertThatThrownBy(() -> certify(place.officer(), scan, Sessions.NONE)).hasMessageContaining("not-allowed");
        assertThatThrownBy(() -> certify(deputed, scan, Sessions.NONE)).hasMessageContaining("not-allowed");
        assertThatThrownBy(() -> certify(place.head(), "", Sessions.NONE)).hasMessageContaining("invalid-fields");
        var anothers = sent(place.officer(), "another's");
        assertThatThrownBy(() -> certify(place.head(), anothers, Sessions.NONE))
                .as("a scan that another has sent")
                .hasMessageContaining("invalid-fields");
        assertThatThrownBy(() -> certify(place.head(), scan, Sessions.ofDay(MONTH.atDay(4))))
                .hasMessageContaining("invalid-fields");
        assertThat(held()).isEqualTo("3");
    }

    @Test
    @DisplayName(
            "two certificates of one month at the same moment: one stands, the other is told so; the same twice is one")
    void certifiedAtOnce() throws Exception {
        var second = transactions.execute(t -> {
            certify(place.head(), scan, Sessions.NONE);
            var other = CompletableFuture.supplyAsync(() -> refusal(Sessions.ofDay(MONTH.atDay(2))));
            var same = CompletableFuture.supplyAsync(() -> refusal(Sessions.NONE));
            Awaitility.await()
                    .until(() -> jdbc.sql(
                                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%payroll_certificate%'")
                                    .query(Integer.class)
                                    .single()
                            == 2);
            return List.of(other, same);
        });
        assertThat(second.get(0).get(60, TimeUnit.SECONDS)).contains("pay-said-meanwhile");
        assertThat(second.get(1).get(60, TimeUnit.SECONDS)).isEqualTo("");
        certify(place.head(), scan, Sessions.NONE);
        assertThat(jdbc.sql(
                                "select count(*) from payroll_certificate c join staff s on s.id = c.staff_id where s.employee_code = ?")
                        .param(deputed)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    private String refusal(Sessions absent) {
        try {
            certify(place.head(), scan, absent);
            return "";
        } catch (Refused refused) {
            return refused.getMessage();
        }
    }

    private void certify(String by, String scan, Sessions absent) {
        certificates.certify(
                callers.find(by).orElseThrow(), place.school(), MONTH, deputed, scan, absent, Optional.empty());
    }

    private String held() {
        return line().of(Figure.HELD).inDays();
    }

    private Line line() {
        return line(place.school());
    }

    private Line line(String school) {
        return statements
                .now(institutions.find(school).orElseThrow(), MONTH)
                .line(deputed)
                .orElseThrow();
    }
}
