package org.panjika.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.panjika.organisation.OfficeKinds;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.LinkedMultiValueMap;

@SystemTest
@DisplayName("POST /imports")
class ImportApiTest {

    private static int number;

    @LocalServerPort
    int port;

    @Autowired
    TestRestTemplate http;

    @Autowired
    TestState state;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    OfficeKinds kinds;

    TestState.Block block;
    String administrator;
    /** Two digits of a state and two of a district that no other test uses. */
    String district;

    @BeforeEach
    void aStateOfItsOwn() {
        block = state.block("RJ");
        administrator = state.staff(block.directorate());
        jdbc.sql("update login set administrator = true where login = ?")
                .param(administrator)
                .update();
        district = "05%02d".formatted(++number);
    }

    @Nested
    @DisplayName("of institutions")
    class OfInstitutions {

        @Test
        @DisplayName("a code of ten digits gets its lost zero back, and the report says so")
        void lostZero() {
            var lost = code(1).substring(1);
            var report = udise(lost + ",GOVT. SCHOOL,Primary,1,,,");
            assertThat(report).containsEntry("created", 1);
            assertThat(mended(report)).containsExactly(List.of(2, "code", "leading-zero-restored", lost, code(1)));
            assertThat(name(code(1))).isEqualTo("GOVT. SCHOOL");
        }

        @Test
        @DisplayName("names that begin with +2 or =, hold commas, quotes and Devanagari are kept to the letter")
        void names() {
            var report = udise(
                    code(1) + ",+2 HIGH SCHOOL,Secondary Only,1,,,",
                    code(2) + ",=SUM(A1),Primary,1,,,",
                    code(3) + ",\"U.M.S. \"\"RAMPUR\"\", WEST\",Primary,1,,,",
                    code(4) + ",रा. उ. मा. वि. हनुमानगढ़,Primary,1,,,");
            assertThat(report).containsEntry("created", 4).containsEntry("mended", List.of());
            assertThat(name(code(1))).isEqualTo("+2 HIGH SCHOOL");
            assertThat(name(code(2))).isEqualTo("=SUM(A1)");
            assertThat(name(code(3))).isEqualTo("U.M.S. \"RAMPUR\", WEST");
            assertThat(name(code(4))).isEqualTo("रा. उ. मा. वि. हनुमानगढ़");
        }

        @Test
        @DisplayName(
                "a line break within quotes becomes a blank, control characters go, both are reported with their line")
        void controlCharacters() {
            var report = udise(
                    code(1) + ",\"GOVT.\nSCHOOL\",Primary,1,,,", code(2) + ",GOVT\u0007. SCHOOL\u0000,Primary,1,,,");
            assertThat(name(code(1))).isEqualTo("GOVT. SCHOOL");
            assertThat(name(code(2))).isEqualTo("GOVT. SCHOOL");
            assertThat(mended(report))
                    .containsExactly(
                            List.of(2, "name", "line-break-joined", "GOVT.\nSCHOOL", "GOVT. SCHOOL"),
                            List.of(
                                    4,
                                    "name",
                                    "control-character-removed",
                                    "GOVT\u0007. SCHOOL\u0000",
                                    "GOVT. SCHOOL"));
        }

        @Test
        @DisplayName("a byte order mark does not hide the first column")
        void byteOrderMark() {
            var report = post("institutions?mapping=udise", "\uFEFF" + HEADER + code(1) + ",SCHOOL,Primary,1,,,\n");
            assertThat(report.getBody()).containsEntry("created", 1);
        }

        @Test
        @DisplayName("a list that is not UTF-8 is refused with the line, never mangled")
        void notUtf8() {
            var answer = post(
                    "institutions?mapping=udise",
                    HEADER + code(1) + ",SCHOOL,Primary,1,,,\n" + code(2) + ",\u00c9COLE,Primary,1,,,\n",
                    StandardCharsets.ISO_8859_1);
            assertThat(answer.getStatusCode().value()).isEqualTo(422);
            assertThat(answer.getBody())
                    .containsEntry("type", "urn:panjika:problem:list-not-utf8")
                    .containsEntry("line", 3);
            assertThat(exists(code(1))).isFalse();
        }

        @Test
        @DisplayName("a code that appears twice is rejected at both lines, and with it the whole list")
        void duplicates() {
            var report = udise(
                    code(1) + ",ONE,Primary,1,,,", code(2) + ",TWO,Primary,1,,,", code(1) + ",ONE AGAIN,Primary,1,,,");
            assertThat(rejected(report))
                    .containsExactly(
                            List.of(2, "code", "duplicate-in-file", code(1)),
                            List.of(4, "code", "duplicate-in-file", code(1)));
            assertThat(report)
                    .containsEntry("applied", false)
                    .containsEntry("created", 0)
                    .containsEntry("read", 3);
            assertThat(exists(code(2))).isFalse();
        }

        @Test
        @DisplayName("with partial the good lines are taken and the others reported")
        void partial() {
            var report = post(
                            "institutions?mapping=udise&partial=true",
                            HEADER + code(1) + ",ONE,Primary,1,,,\n" + code(2) + ",,Primary,1,,,\n" + code(3)
                                    + ",THREE,Nursery,1,,,\n123,FOUR,Primary,1,,,\n" + code(5) + ",FIVE\n")
                    .getBody();
            assertThat(report).containsEntry("created", 1).containsEntry("rejectedLines", 4);
            assertThat(rejected(report))
                    .containsExactly(
                            List.of(3, "name", "missing", ""),
                            List.of(4, "category", "unknown-category", "Nursery"),
                            List.of(5, "code", "code-malformed", "123"),
                            List.of(6, "", "column-count", ""));
        }

        @Test
        @DisplayName("a preview answers the same and writes nothing")
        void preview() {
            var list = HEADER + code(1) + ",ONE,Primary,1,,,\n";
            var preview = post("institutions?mapping=udise&preview=true", list).getBody();
            assertThat(preview).containsEntry("created", 1).containsEntry("applied", false);
            assertThat(exists(code(1))).isFalse();
            assertThat(post("institutions?mapping=udise", list).getBody()).containsEntry("created", 1);
            assertThat(post("institutions?mapping=udise", list).getBody()).containsEntry("unchanged", 1);
        }

        @Test
        @DisplayName("departments and local bodies take part, private schools and those of the Union do not (C2)")
        void participates() {
            udise(
                    code(1) + ",A,Primary,1,,,",
                    code(2) + ",B,Primary,3,,,",
                    code(3) + ",C,Primary,5,,,",
                    code(4) + ",D,Primary,92,,,",
                    code(5) + ",E,Primary,Local body,,,");
            assertThat(jdbc.sql("select participates from institution where code like ? order by code")
                            .param(district + "%")
                            .query(Boolean.class)
                            .list())
                    .containsExactly(true, true, false, false, true);
        }

        @Test
        @DisplayName("impossible coordinates are left out and reported, the school is taken")
        void impossibleCoordinates() {
            var report = udise(code(1) + ",A,Primary,1,,126.5,75.3", code(2) + ",B,Primary,1,,north,75.3");
            assertThat(report).containsEntry("created", 2);
            assertThat(mended(report))
                    .containsExactly(
                            List.of(2, "latitude", "coordinates-impossible", "126.5", ""),
                            List.of(3, "latitude", "coordinates-impossible", "north", ""));
        }

        @Test
        @DisplayName("doubtful points are SUSPECT and say why; a good one is IMPORTED")
        void doubtfulPoints() {
            udise(
                    code(1) + ",A,Primary,1,,0,0",
                    code(2) + ",B,Primary,1,,51.5007,-0.1246",
                    code(3) + ",C,Primary,1,,26.51,84.53",
                    code(4) + ",D,Primary,1,,26.51237,84.53121",
                    code(5) + ",E,Primary,1,,26.6" + district + "1,84.6",
                    code(6) + ",E,Primary,1,,26.6" + district + "1,84.6",
                    code(7) + ",E,Primary,1,,26.6" + district + "1,84.6",
                    code(8) + ",E,Primary,1,,26.6" + district + "1,84.6");
            assertThat(doubts())
                    .containsExactly(
                            "SUSPECT ZERO_POINT",
                            "SUSPECT OUTSIDE_COUNTRY",
                            "SUSPECT TOO_COARSE",
                            "IMPORTED",
                            "SUSPECT SHARED_POINT",
                            "SUSPECT SHARED_POINT",
                            "SUSPECT SHARED_POINT",
                            "SUSPECT SHARED_POINT");
        }

        @Test
        @DisplayName(
                "a point far from all other schools of its district is SUSPECT, and so is one among another's schools")
        void otherDistrict() {
            var other = "05" + (Integer.parseInt(district.substring(2)) + 50);
            var rows = new java.util.ArrayList<String>();
            for (var i = 0; i < 20; i++) {
                rows.add(code(i) + ",HERE,Primary,1,,26.%03d7,76.%03d3".formatted(100 + i * 7, 200 + i * 5));
                rows.add(other + code(i).substring(4) + ",THERE,Primary,1,,27.%03d7,76.%03d3".formatted(i * 7, i * 5));
            }
            rows.add(code(90) + ",LOST,Primary,1,,27.0507,76.0503");
            udise(rows.toArray(String[]::new));
            assertThat(doubts().subList(0, 20)).containsOnly("IMPORTED");
            assertThat(doubts().get(20)).isEqualTo("SUSPECT OTHER_DISTRICT");
        }

        @Test
        @DisplayName("a surveyed point is never overwritten by a list")
        void surveyed() {
            udise(code(1) + ",A,Primary,1,,26.51237,84.53121");
            jdbc.sql("update institution set coordinate_quality = 'SURVEYED' where code = ?")
                    .param(code(1))
                    .update();
            var report = udise(code(1) + ",A,Primary,1,,26.60000,84.60000");
            assertThat(report).containsEntry("unchanged", 1);
            assertThat(mended(report).get(0)).contains("surveyed-point-kept");
            assertThat(jdbc.sql("select latitude from institution where code = ?")
                            .param(code(1))
                            .query(Double.class)
                            .single())
                    .isEqualTo(26.51237);
        }

        @Test
        @DisplayName("a list that says its points are surveyed brings in such points, without a point it is rejected")
        void surveyedPoints() {
            var header = "code,name,category,latitude,longitude,coordinateQuality,parent\n";
            udise(code(1) + ",A,Primary,1,,26.51,84.53");
            assertThat(doubts()).containsExactly("SUSPECT TOO_COARSE");
            var list = header + code(1) + ",A,ELEMENTARY,26.51,84.53,surveyed," + block.block() + "\n" + code(2)
                    + ",B,ELEMENTARY,26.52,84.54,SURVEYED," + block.block() + "\n" + code(3)
                    + ",C,ELEMENTARY,26.53,84.55,IMPORTED," + block.block() + "\n";
            assertThat(post("institutions", list).getBody())
                    .containsEntry("updated", 1)
                    .containsEntry("created", 2);
            assertThat(doubts()).containsExactly("SURVEYED", "SURVEYED", "SUSPECT TOO_COARSE");
            assertThat(post("institutions", list).getBody()).containsEntry("unchanged", 3);
            var again = header + code(2) + ",B,ELEMENTARY,26.62001,84.64001,SURVEYED,\n";
            assertThat(post("institutions", again).getBody())
                    .containsEntry("updated", 1)
                    .containsEntry("mended", List.of());
            var bad =
                    header + code(2) + ",B,ELEMENTARY,,,SURVEYED,\n" + code(3) + ",C,ELEMENTARY,26.53,84.55,GUESSED,\n";
            assertThat(rejected(post("institutions", bad).getBody()))
                    .containsExactly(
                            List.of(2, "latitude", "missing", ""),
                            List.of(3, "coordinateQuality", "unknown-coordinate-quality", "GUESSED"));
        }

        @Test
        @DisplayName("a provisional office comes in as one, as an export has it (C2)")
        void provisionalOffice() {
            var list = "code,name,kind,parent,provisional\nCBEO" + district + "77,Block,CBEO," + block.district()
                    + ",true\n";
            assertThat(post("institutions", list).getBody()).containsEntry("created", 1);
            assertThat(get(administrator, "/api/v1/institutions/CBEO" + district + "77")
                            .getBody())
                    .containsEntry("provisional", true);
            var csv = http.withBasicAuth(administrator, TestState.PASSWORD)
                    .getForObject("/api/v1/institutions.csv?under=CBEO" + district + "77", String.class);
            assertThat(post("institutions", csv).getBody()).containsEntry("unchanged", 1);
        }

        @Test
        @DisplayName(
                "without parent a school comes under a provisional block, and under the real one as soon as that is given (C2)")
        void provisionalBlock() {
            var report = post(
                            "institutions?mapping=udise&under=" + block.directorate(),
                            HEADER + code(1) + ",A,Primary,1,,,\n")
                    .getBody();
            assertThat(report).containsEntry("provisional", 2);
            assertThat(ancestors(code(1)))
                    .containsExactly(block.directorate(), "CDEO" + district, "CBEO" + code(1).substring(0, 6), code(1));
            var moved = post("institutions", "code,name,parent\n" + code(1) + ",A," + block.block() + "\n")
                    .getBody();
            assertThat(moved).containsEntry("updated", 1);
            assertThat(ancestors(code(1)))
                    .containsExactly(block.directorate(), block.district(), block.block(), code(1));
            assertThat(udise(code(1) + ",A,Primary,1,,,")).containsEntry("unchanged", 1);
            assertThat(ancestors(code(1))).contains(block.block());
        }

        @Test
        @DisplayName(
                "the kinds of offices are read before the list: while the database takes it, it answers nothing else")
        void kindForgotten() {
            var names = Map.of("en", "Officer", "hi", "अधिकारी", "vi", "Trưởng phòng");
            kinds.add(new OfficeKinds.OfficeKind("OF" + district, "CBEO", names), "a test");
            var report = post(
                            "institutions",
                            "code,name,kind,parent\nOF%1$s1,Office,OF%1$s,%2$s\n"
                                    .formatted(district, block.directorate()))
                    .getBody();
            assertThat(report).containsEntry("created", 1);
        }

        @Test
        @DisplayName(
                "parents may stand in the same list, in any order; unknown ones, rings and offices below schools are rejected")
        void parents() {
            var n = district;
            var report = post(
                            "institutions?partial=true",
                            """
                            code,name,kind,category,parent
                            CBEO%1$s,Block,CBEO,,CDEO%1$s
                            CDEO%1$s,District,CDEO,,%2$s
                            %1$s0000001,Nodal,SCHOOL,SECONDARY,CBEO%1$s
                            %1$s0000002,Small,SCHOOL,ELEMENTARY,%1$s0000001
                            %1$s0000003,Lost,SCHOOL,ELEMENTARY,NOWHERE%1$s
                            %1$s0000004,Lost too,SCHOOL,ELEMENTARY,%1$s0000003
                            ADPC%1$s,Odd,ADPC,,%1$s0000001
                            RINGA%1$s,A,CBEO,,RINGB%1$s
                            RINGB%1$s,B,CBEO,,RINGA%1$s
                            """
                                    .formatted(n, block.directorate()))
                    .getBody();
            assertThat(report).containsEntry("created", 4);
            assertThat(ancestors(n + "0000002"))
                    .containsExactly(block.directorate(), "CDEO" + n, "CBEO" + n, n + "0000001", n + "0000002");
            assertThat(rejected(report).stream().map(r -> r.get(2)))
                    .containsExactly(
                            "unknown-parent", "unknown-parent", "office-under-school", "parent-ring", "parent-ring");
        }
    }

    @Nested
    @DisplayName("of staff, postings and holidays")
    class OfOthers {

        @Test
        @DisplayName("staff are created, updated and left alone by employee code")
        void staff() {
            var a = "RJ-" + district + "-1";
            var list = "employeeCode,name,nameHi,gender,designation,cadre,phone,joinedOn\n" + a
                    + ",Asha Devi,आशा देवी,Female,Teacher,VACATION,+91 98290 00000,2015-07-01\n";
            assertThat(post("staff", list).getBody()).containsEntry("created", 1);
            assertThat(post("staff", list).getBody()).containsEntry("unchanged", 1);
            assertThat(post("staff", "employee_code,name\n" + a + ",Asha Kumari\n")
                            .getBody())
                    .containsEntry("updated", 1);
            var bad = post("staff", "employeeCode,name,joinedOn\n-x,A,2015-07-01\n" + a + "9,B,01/07/2015\n")
                    .getBody();
            assertThat(rejected(bad).stream().map(r -> r.get(2))).contains("code-malformed", "date-malformed");
            var slash =
                    post("staff", "employeeCode,name\nRJ/" + district + ",A\n").getBody();
            assertThat(rejected(slash).stream().map(r -> r.get(2)))
                    .as("a code is part of addresses")
                    .contains("code-malformed");
        }

        @Test
        @DisplayName("a new posting ends the running one the day before; overlapping ones are rejected")
        void postings() {
            var person = state.staff(block.block());
            var school = state.school(block.block());
            var list =
                    "employeeCode,institution,from,to,orderNumber\n" + person + "," + school + ",2026-07-01,,F.1/26\n";
            assertThat(post("postings", list).getBody()).containsEntry("created", 1);
            assertThat(post("postings", list).getBody()).containsEntry("unchanged", 1);
            assertThat(jdbc.sql(
                                    """
                                    select p.during::text from posting p join staff s on s.id = p.staff_id
                                     where s.employee_code = ? order by p.during
                                    """)
                            .param(person)
                            .query(String.class)
                            .list())
                    .containsExactly("[2020-01-01,2026-07-01)", "[2026-07-01,)");
            var overlapping = post(
                            "postings",
                            "employeeCode,institution,from,to\n" + person + "," + school + ",2026-06-01,2026-08-01\n")
                    .getBody();
            assertThat(rejected(overlapping)).containsExactly(List.of(2, "from", "overlaps-posting", "2026-06-01"));
            assertThat(rejected(post("postings", "employeeCode,institution,from\nNOBODY," + school + ",2026-06-01\n")
                            .getBody()))
                    .containsExactly(List.of(2, "employeeCode", "unknown-staff", "NOBODY"));
        }

        @Test
        @DisplayName(
                "who has two overlapping postings in a list keeps the known one, and the end of one is a change (BR-15)")
        void overlappingPostings() {
            var person = state.staff(block.block());
            var other = state.staff(block.block());
            var school = state.school(block.block());
            var report = post(
                            "postings?partial=true",
                            "employeeCode,institution,from,to\n" + person + "," + school + ",2021-06-01,2021-08-01\n"
                                    + person + "," + school + ",2021-07-01,2021-09-01\n" + other + "," + school
                                    + ",2021-07-01,\n")
                    .getBody();
            assertThat(rejected(report))
                    .containsExactly(
                            List.of(2, "from", "overlaps-posting", "2021-06-01"),
                            List.of(3, "from", "overlaps-posting", "2021-07-01"));
            assertThat(report).containsEntry("created", 1);
            assertThat(dated("posting", person)).containsExactly("[2020-01-01,)");
            assertThat(dated("posting", other)).containsExactly("[2020-01-01,2021-07-01)", "[2021-07-01,)");
            var ended = "employeeCode,institution,from,to\n" + other + "," + school + ",2021-07-01,2021-12-31\n";
            assertThat(post("postings", ended).getBody()).containsEntry("updated", 1);
            assertThat(dated("posting", other)).containsExactly("[2020-01-01,2021-07-01)", "[2021-07-01,2022-01-01)");
        }

        @Test
        @DisplayName("a line that a rejected one replaced comes back, and what then stands in its way is rejected too")
        void rejectedByTurns() {
            var person = state.staff(block.block());
            var school = state.school(block.block());
            var line = person + "," + school + ",";
            post("postings", "employeeCode,institution,from,to\n" + line + "2021-01-01,2021-12-31\n");
            var report = post(
                            "postings?partial=true",
                            "employeeCode,institution,from,to\n" + line + "2021-01-01,2021-03-31\n" + line
                                    + "2021-03-01,2021-04-30\n" + line + "2021-06-01,2021-06-30\n")
                    .getBody();
            assertThat(rejected(report)).extracting(r -> r.get(0)).containsExactly(2, 3, 4);
            assertThat(dated("posting", person)).containsExactly("[2020-01-01,2021-01-01)", "[2021-01-01,2022-01-01)");
        }

        @Test
        @DisplayName(
                "a successor ends the predecessor the day before, officiating runs beside, and who comes in acts at once (C3)")
        void charges() {
            var school = state.school(block.block());
            var first = state.staff(block.block());
            var second = state.staff(block.block());
            var deputy = state.staff(block.block());
            var list = CHARGES + first + ",HEAD," + school + ",2021-04-01,,,\n" + second + ",head," + school
                    + ",2021-07-01,,Additional,\n" + deputy + ",HEAD," + school
                    + ",2021-09-01,2021-09-30,OFFICIATING,\n"
                    + first + ",DDO," + block.block() + ",2021-04-01,2021-06-30,,\n";
            assertThat(get(second, "/api/v1/institutions/" + school)
                            .getStatusCode()
                            .value())
                    .isEqualTo(404);
            assertThat(post("charges?preview=true", list).getBody()).containsEntry("created", 4);
            assertThat(dated("charge", first)).isEmpty();
            assertThat(post("charges", list).getBody()).containsEntry("created", 4);
            assertThat(post("charges", list).getBody()).containsEntry("unchanged", 4);
            assertThat(dated("charge", first)).containsExactly("[2021-04-01,2021-07-01)", "[2021-04-01,2021-07-01)");
            assertThat(dated("charge", second)).containsExactly("[2021-07-01,)");
            assertThat(dated("charge", deputy)).containsExactly("[2021-09-01,2021-10-01)");
            assertThat(get(second, "/api/v1/institutions/" + school).getBody())
                    .as("seen without a new login")
                    .containsKey("inCharge")
                    .extractingByKey("inCharge")
                    .asString()
                    .contains(second);

            var later = CHARGES + deputy + ",HEAD," + school + ",2021-12-01,,,\n";
            assertThat(post("charges", later).getBody()).containsEntry("created", 1);
            assertThat(dated("charge", second)).containsExactly("[2021-07-01,2021-12-01)");
            var ended = CHARGES + deputy + ",HEAD," + school + ",2021-12-01,2021-12-31,,\n";
            assertThat(post("charges", ended).getBody()).containsEntry("updated", 1);
            assertThat(get(deputy, "/api/v1/institutions/" + school)
                            .getStatusCode()
                            .value())
                    .as("the seat is vacant")
                    .isEqualTo(404);
        }

        @Test
        @DisplayName(
                "BR-15, C3: the list brings a new head: nobody officiates on for the one before, and the new head acts from the"
                        + " first day; officiating that the list brings stays as it says")
        void officiatingEnds() {
            var school = state.school(block.block());
            var before = state.holder("HEAD", school);
            var deputy = state.staff(school);
            var successor = state.staff(school);
            officiates(deputy, school, "[2027-09-01,2027-10-01)");
            officiates(deputy, school, "[2027-10-04,2027-10-06)");
            var same = CHARGES + before + ",HEAD," + school + ",2027-09-05,,,\n";
            assertThat(post("charges", same).getBody()).containsEntry("created", 1);
            assertThat(dated("charge", deputy))
                    .as("the head is the same person")
                    .containsExactly("[2027-09-01,2027-10-01)", "[2027-10-04,2027-10-06)");

            var list = CHARGES + successor + ",HEAD," + school + ",2027-09-10,,,\n";
            post("charges?preview=true", list);
            assertThat(dated("charge", deputy)).contains("[2027-09-01,2027-10-01)");
            assertThat(post("charges", list).getBody()).containsEntry("created", 1);
            assertThat(dated("charge", before)).containsExactly("[2020-01-01,2027-09-05)", "[2027-09-05,2027-09-10)");
            assertThat(dated("charge", deputy)).containsExactly("[2027-09-01,2027-09-10)");
            assertThat(heads(school, "2027-09-09")).isEqualTo(deputy);
            assertThat(heads(school, "2027-09-10")).isEqualTo(successor);
            assertThat(heads(school, "2027-10-04")).isEqualTo(successor);

            officiates(deputy, school, "[2027-09-20,2027-09-22)");
            assertThat(post("charges", list).getBody()).containsEntry("unchanged", 1);
            assertThat(dated("charge", deputy))
                    .as("for the successor")
                    .containsExactly("[2027-09-01,2027-09-10)", "[2027-09-20,2027-09-22)");
            var third = state.staff(school);
            var both = CHARGES + deputy + ",HEAD," + school + ",2027-09-20,2027-09-25,OFFICIATING,\n" + third + ",HEAD,"
                    + school + ",2027-09-21,,,\n";
            post("charges", both);
            assertThat(dated("charge", deputy)).containsExactly("[2027-09-01,2027-09-10)", "[2027-09-20,2027-09-26)");
        }

        @Test
        @DisplayName("BR-15, C3: who officiated while the seat was vacant makes way for the head whom the list brings")
        void vacancyEnds() {
            var school = state.school(block.block());
            var deputy = state.staff(school);
            var successor = state.staff(school);
            officiates(deputy, school, "[2027-09-01,)");
            post("charges", CHARGES + successor + ",HEAD," + school + ",2027-09-10,,,\n");
            assertThat(dated("charge", deputy)).containsExactly("[2027-09-01,2027-09-10)");
            officiates(deputy, school, "[2027-11-01,)");
            var next = CHARGES + deputy + ",HEAD," + school + ",2027-12-01,,,\n" + successor + ",HEAD," + school
                    + ",2027-11-20,2027-11-25,OFFICIATING,\n";
            assertThat(post("charges", next).getBody()).containsEntry("created", 2);
            assertThat(dated("charge", deputy))
                    .as("ended by who officiates next, and not lengthened by the head")
                    .containsExactly("[2027-09-01,2027-09-10)", "[2027-11-01,2027-11-20)", "[2027-12-01,)");
        }

        private void officiates(String deputy, String place, String during) {
            jdbc.sql("insert into charge (staff_id, kind, institution_id, during, basis)"
                            + " select s.id, 'HEAD', i.id, ?::daterange, 'OFFICIATING' from staff s, institution i"
                            + " where s.employee_code = ? and i.code = ?")
                    .params(during, deputy, place)
                    .update();
        }

        private String heads(String place, String day) {
            return jdbc.sql(
                            "select s.employee_code from institution i cross join lateral acting('HEAD', i.id, ?::date) a"
                                    + " join staff s on s.id = a.staff_id where i.code = ?")
                    .params(day, place)
                    .query(String.class)
                    .single();
        }

        @Test
        @DisplayName("lines of charges that cannot be are rejected with the reason, the others taken with partial (C3)")
        void chargesRejected() {
            var school = state.school(block.block());
            var holder = state.holder("HEAD", school);
            var other = state.staff(school);
            var report = post(
                            "charges?partial=true",
                            CHARGES + other + ",PRINCIPAL," + school + ",2021-04-01,,,\n" + other + ",PEEO,"
                                    + block.block()
                                    + ",2021-04-01,,,\n" + other + ",DM," + block.district() + ",2021-04-01,,,yes\n"
                                    + other + ",HEAD," + school + ",2019-04-01,2021-03-31,,\n" + other + ",DDO,"
                                    + school + ",2021-04-01,2021-03-31,,\n" + "NOBODY,DDO," + school
                                    + ",2021-04-01,,,\n" + other + ",DDO," + school + ",2021-04-01,,acting,\n" + other
                                    + ",ARP," + school + ",2021-04-01,,,no\n")
                    .getBody();
            assertThat(rejected(report))
                    .containsExactly(
                            List.of(2, "kind", "unknown-charge", "PRINCIPAL"),
                            List.of(3, "kind", "seat-not-there", "PEEO"),
                            List.of(4, "mayAct", "charge-only-reads", "true"),
                            List.of(5, "from", "overlaps-charge", "2019-04-01"),
                            List.of(6, "to", "ends-before-it-begins", "2021-03-31"),
                            List.of(7, "employeeCode", "unknown-staff", "NOBODY"),
                            List.of(8, "basis", "unknown-basis", "acting"));
            assertThat(report).containsEntry("created", 1);
            assertThat(dated("charge", holder)).containsExactly("[2020-01-01,)");
        }

        @Test
        @DisplayName("CDO and DM never act: a list says so for them, and the database refuses anything else (C3)")
        void onlyReading() {
            var magistrate = state.staff(block.district());
            post("charges", CHARGES + magistrate + ",DM," + block.district() + ",2021-04-01,,,\n");
            var mayAct = "from staff s where s.id = c.staff_id and s.employee_code = ?";
            assertThat(jdbc.sql(
                                    "select may_act from charge c join staff s on s.id = c.staff_id and s.employee_code = ?")
                            .param(magistrate)
                            .query(Boolean.class)
                            .single())
                    .isFalse();
            assertThatThrownBy(() -> jdbc.sql("update charge c set may_act = true " + mayAct)
                            .param(magistrate)
                            .update())
                    .hasMessageContaining("charge_only_reads");
        }

        @Test
        @DisplayName(
                "deputations are to an institution or a place, on some weekdays or all, never two at one time (C5)")
        void deputations() {
            var person = state.staff(block.block());
            var school = state.school(block.block());
            var aided = state.school(block.block());
            jdbc.sql("update institution set participates = false where code = ?")
                    .param(aided)
                    .update();
            var header = "employeeCode,institution,place,from,to,weekdays,session,orderNumber\n";
            var list = header + person + "," + school + ",,2021-04-01,,MON WED,,F.1\n" + person
                    + ",,Census office,2021-04-01,2021-06-30,TUE,FORENOON,\n";
            assertThat(post("deputations", list).getBody()).containsEntry("created", 2);
            assertThat(post("deputations", list).getBody()).containsEntry("unchanged", 2);
            var report = post(
                            "deputations?partial=true",
                            header + person + ",,Election office,2021-05-01,,wed thu,,\n" + person
                                    + ",,Election office,2021-05-02,,TUE,AFTERNOON,\n" + person + "," + school
                                    + ",Both,2021-05-03,,,,\n" + person + ",,,2021-05-04,,,,\n" + person
                                    + ",,Mill,2021-05-05,,Someday,,\n" + person + ",,Mill,2021-05-06,,,NIGHT,\n"
                                    + person + ","
                                    + aided + ",,2021-05-07,,,,\n")
                    .getBody();
            assertThat(rejected(report))
                    .containsExactly(
                            List.of(2, "from", "overlaps-deputation", "2021-05-01"),
                            List.of(4, "institution", "neither-institution-nor-place", school),
                            List.of(5, "institution", "neither-institution-nor-place", ""),
                            List.of(6, "weekdays", "unknown-weekday", "Someday"),
                            List.of(7, "session", "unknown-session", "NIGHT"),
                            List.of(8, "institution", "takes-no-part", aided));
            assertThat(report).containsEntry("created", 1);
            var handedOver = header + person + "," + school + ",,2021-04-01,2021-04-30,,,\n" + person
                    + ",,Election office,2021-05-01,,WED THU,,\n";
            assertThat(post("deputations", handedOver).getBody())
                    .containsEntry("updated", 1)
                    .containsEntry("created", 1);
            assertThat(jdbc.sql(
                                    """
                                    select concat_ws(' ', i.code, d.place, d.during, d.weekdays::text, d.session)
                                      from deputation d join staff s on s.id = d.staff_id
                                           left join institution i on i.id = d.institution_id
                                     where s.employee_code = ? order by d.id
                                    """)
                            .param(person)
                            .query(String.class)
                            .list())
                    .containsExactly(
                            school + " [2021-04-01,2021-05-01) {1,3}",
                            "Census office [2021-04-01,2021-07-01) {2} FORENOON",
                            "Election office [2021-05-02,) {2} AFTERNOON",
                            "Election office [2021-05-01,) {3,4}");
        }

        @Test
        @DisplayName("a suspension ends when the list says the person is active again (C5, BR-15)")
        void serviceStates() {
            var person = state.staff(block.block());
            var header = "employeeCode,state,from,to\n";
            assertThat(post("service-states", header + person + ",Suspended,2021-05-01,\n")
                            .getBody())
                    .containsEntry("created", 1);
            var list = header + person + ",ACTIVE,2021-08-01,\n" + person + ",RETIRED,2021-12-01,\n";
            assertThat(post("service-states", list).getBody()).containsEntry("created", 2);
            assertThat(dated("service_state", person))
                    .containsExactly("[2021-05-01,2021-08-01)", "[2021-08-01,2021-12-01)", "[2021-12-01,)");
            assertThat(rejected(post(
                                    "service-states",
                                    header + person + ",ON HOLIDAY,2021-05-01,\n" + person
                                            + ",SUSPENDED,2021-06-01,2021-09-30\n")
                            .getBody()))
                    .containsExactly(
                            List.of(2, "state", "unknown-state", "ON HOLIDAY"),
                            List.of(3, "from", "overlaps-service-state", "2021-06-01"));
        }

        @Test
        @DisplayName(
                "holidays without area apply to the institution named, and a list taken twice changes nothing (C14)")
        void holidays() {
            var list = "from,to,name,nameHi\n2026-10-19,2026-10-22,Diwali,दीपावली\n2026-11-15,,Chhath,छठ\n";
            assertThat(rejected(post("holidays", list).getBody()).stream().map(r -> r.get(2)))
                    .containsExactly("missing", "missing");
            assertThat(post("holidays?under=" + block.district(), list).getBody())
                    .containsEntry("created", 2);
            assertThat(post("holidays?under=" + block.district(), list).getBody())
                    .containsEntry("unchanged", 2);
        }
    }

    @Test
    @DisplayName(
            "the first steps of an installation: lists in their order, regime and timings, passwords from above (BR-15, BR-21)")
    void firstSteps() {
        var n = district;
        var school = n + "0100001";
        var officer = "F-" + n + "-1";
        var head = "F-" + n + "-2";
        var teacher = "F-" + n + "-3";
        taken(
                "institutions",
                """
                code,name,kind,category,parent
                DIRECTORATE%1$s,Directorate,DIRECTORATE,,
                CDEO%1$s,District,CDEO,,DIRECTORATE%1$s
                CBEO%1$s,Block,CBEO,,CDEO%1$s
                %2$s,School,SCHOOL,SECONDARY,CBEO%1$s
                """
                        .formatted(n, school));
        taken(
                "staff",
                "employeeCode,name,designation,cadre\n" + officer + ",Officer,CBEO,NON_VACATION\n" + head
                        + ",Head,Principal,VACATION\n" + teacher + ",Teacher,Teacher,VACATION\n");
        taken(
                "postings",
                "employeeCode,institution,from\n" + officer + ",CBEO" + n + ",2021-04-01\n" + head + "," + school
                        + ",2021-04-01\n" + teacher + "," + school + ",2021-04-01\n");
        taken(
                "charges",
                "employeeCode,charge,institution,from\n" + officer + ",HEAD,CBEO" + n + ",2021-04-01\n" + officer
                        + ",DDO,CBEO" + n + ",2021-04-01\n" + head + ",HEAD," + school + ",2021-04-01\n");
        taken("holidays?under=DIRECTORATE" + n, "from,to,name\n2026-10-19,2026-10-22,Diwali\n");
        jdbc.sql("insert into setting (institution_id, name, value, during)"
                        + " select id, 'regime', 'BR', '[2026-12-01,)' from institution where code = ?")
                .param("DIRECTORATE" + n)
                .update();
        jdbc.sql("insert into calendar_timing (area_id, from_md, to_md, starts, ends)"
                        + " select id, 101, 1231, '09:30', '16:00' from institution where code = ?")
                .param("DIRECTORATE" + n)
                .update();

        var ofHead = issued(administrator, TestState.PASSWORD, head);
        var changed = http.withBasicAuth(head, ofHead)
                .exchange(
                        "/api/v1/me/password",
                        HttpMethod.PUT,
                        new HttpEntity<>(Map.of("current", ofHead, "wanted", TestState.PASSWORD)),
                        String.class);
        assertThat(changed.getStatusCode().is2xxSuccessful()).isTrue();
        assertThat(issued(head, TestState.PASSWORD, teacher)).isNotEmpty();
        assertThat(get(head, "/api/v1/institutions/" + school).getBody().get("inCharge"))
                .asString()
                .contains(head);
        assertThat(jdbc.sql("select staff_id = (select id from staff where employee_code = ?) from acting('DDO',"
                                + " (select id from institution where code = ?), '2026-11-22')")
                        .params(officer, "CBEO" + n)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    private void taken(String path, String csv) {
        assertThat(post(path, csv).getBody()).containsEntry("applied", true).containsEntry("rejectedLines", 0);
    }

    /** A one-time password that somebody gives to somebody else. */
    private String issued(String by, String password, String whose) {
        var page = Browser.loggedIn(port, by, password)
                .post("/staff/logins/one-time-password", Map.of("login", whose))
                .body();
        var code = Pattern.compile("<code>([^<]+)</code>").matcher(page);
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    @Test
    @DisplayName("only administrators import")
    void onlyAdministrators() {
        var head = state.holder("HEAD", block.directorate());
        assertThat(post(head, "staff", "employeeCode,name\n", StandardCharsets.UTF_8)
                        .getStatusCode()
                        .value())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("a list without its key column is refused and told which")
    void columnsMissing() {
        var answer = post("institutions", "udise_code,school_name\n1,A\n");
        assertThat(answer.getStatusCode().value()).isEqualTo(422);
        assertThat(answer.getBody()).containsEntry("columns", List.of("code", "name"));
    }

    @Test
    @DisplayName("an export neutralises formulas, and importing it again changes nothing")
    void roundTrip() {
        udise(
                code(1) + ",+2 HIGH SCHOOL,Secondary Only,1,,26.51237,84.53121",
                code(2) + ",=1+1,Primary,1,,,",
                code(3) + ",''@home,Primary,1,,,",
                code(4) + ",'Ideal' School,Primary,1,,,",
                code(5) + ",हिन्दी,Primary,5,,,");
        var before = names();
        var csv = http.withBasicAuth(administrator, TestState.PASSWORD)
                .getForObject("/api/v1/institutions.csv?under=CDEO" + district, String.class);
        assertThat(csv)
                .contains(",'+2 HIGH SCHOOL,")
                .contains(",'=1+1,")
                .doesNotContain(",=")
                .doesNotContain(",+");
        var report = post("institutions", csv).getBody();
        assertThat(report).containsEntry("rejected", List.of()).containsEntry("unchanged", 7);
        assertThat(names()).isEqualTo(before);
    }

    @Nested
    @DisplayName("GET /institutions")
    class Reading {

        @Test
        @DisplayName("a head sees what is below the seat and nothing else; elsewhere it is 404 (UP-5)")
        void scope() {
            var school = state.school(block.block());
            var stranger = state.school(state.block("RJ").block());
            var head = state.holder("HEAD", block.block());
            assertThat(items(head, "/api/v1/institutions").stream().map(i -> i.get("code")))
                    .containsExactly(school, block.block());
            assertThat(get(head, "/api/v1/institutions/" + school).getBody())
                    .containsEntry("parent", block.block())
                    .containsEntry("coordinateQuality", "SURVEYED")
                    .containsEntry("geofenceRadiusMetres", 500);
            assertThat(get(head, "/api/v1/institutions/" + stranger)
                            .getStatusCode()
                            .value())
                    .isEqualTo(404);
            assertThat(get(head, "/api/v1/institutions?under=" + stranger)
                            .getStatusCode()
                            .value())
                    .isEqualTo(404);
        }

        @Test
        @DisplayName("a list goes on after the last code seen")
        void pages() {
            udise(code(1) + ",A,Primary,1,,,", code(2) + ",B,Primary,1,,,", code(3) + ",C,Primary,1,,,");
            var path = "/api/v1/institutions?kind=SCHOOL&limit=2&under=CDEO" + district;
            var first = get(administrator, path).getBody();
            assertThat(first).containsEntry("next", code(2));
            var second = get(administrator, path + "&after=" + code(2)).getBody();
            assertThat(second).containsEntry("next", null);
            assertThat((List<?>) second.get("items")).hasSize(1);
        }
    }

    private static final String HEADER =
            "udise_code,school_name,school_category,management_code,pincode,latitude,longitude\n";

    private static final String CHARGES = "employeeCode,kind,institution,from,to,basis,mayAct\n";

    /** The days of what a person has in a table, in their order. */
    private List<String> dated(String table, String employeeCode) {
        return jdbc.sql("select d.during::text from " + table
                        + " d join staff s on s.id = d.staff_id where s.employee_code = ? order by d.during")
                .param(employeeCode)
                .query(String.class)
                .list();
    }

    private String code(int serial) {
        return "%s01%05d".formatted(district, serial);
    }

    private Map<String, Object> udise(String... rows) {
        return post("institutions?mapping=udise", HEADER + String.join("\n", rows) + "\n")
                .getBody();
    }

    private ResponseEntity<Map<String, Object>> post(String path, String csv) {
        return post(path, csv, StandardCharsets.UTF_8);
    }

    private ResponseEntity<Map<String, Object>> post(String path, String csv, Charset charset) {
        return post(administrator, path, csv, charset);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private ResponseEntity<Map<String, Object>> post(String login, String path, String csv, Charset charset) {
        var parts = new LinkedMultiValueMap<String, Object>();
        parts.add("file", new ByteArrayResource(csv.getBytes(charset)) {
            @Override
            public String getFilename() {
                return "list.csv";
            }
        });
        return (ResponseEntity) http.withBasicAuth(login, TestState.PASSWORD)
                .postForEntity("/api/v1/imports/" + path, parts, Map.class);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private ResponseEntity<Map<String, Object>> get(String login, String path) {
        return (ResponseEntity) http.withBasicAuth(login, TestState.PASSWORD).getForEntity(path, Map.class);
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> items(String login, String path) {
        return (List<Map<String, Object>>) get(login, path).getBody().get("items");
    }

    private static List<List<Object>> rejected(Map<String, Object> report) {
        return findings(report, "rejected", "line", "field", "code", "value");
    }

    private static List<List<Object>> mended(Map<String, Object> report) {
        return findings(report, "mended", "line", "field", "code", "from", "to");
    }

    @SuppressWarnings("unchecked")
    private static List<List<Object>> findings(Map<String, Object> report, String list, String... keys) {
        return ((List<Map<String, Object>>) report.get(list))
                .stream()
                        .map(f -> java.util.Arrays.stream(keys)
                                .map(k -> (Object) f.get(k))
                                .toList())
                        .toList();
    }

    private String name(String code) {
        return jdbc.sql("select name from institution where code = ?")
                .param(code)
                .query(String.class)
                .single();
    }

    private boolean exists(String code) {
        return jdbc.sql("select exists (select from institution where code = ?)")
                .param(code)
                .query(Boolean.class)
                .single();
    }

    private List<String> names() {
        return jdbc.sql("select code || name from institution where code like ? order by code")
                .param(district + "%")
                .query(String.class)
                .list();
    }

    private List<String> doubts() {
        return jdbc.sql("select concat_ws(' ', coordinate_quality, coordinate_doubt) from institution"
                        + " where code like ? order by code")
                .param(district + "%")
                .query(String.class)
                .list();
    }

    private List<String> ancestors(String code) {
        return jdbc.sql(
                        """
                        select a.code from institution i cross join unnest(i.path) with ordinality u (id, depth)
                               join institution a on a.id = u.id where i.code = ? order by u.depth
                        """)
                .param(code)
                .query(String.class)
                .list();
    }
}
