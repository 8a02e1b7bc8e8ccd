package org.panjika.sandbox;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The posts of every institution that takes part ({@code posts.csv}), filled with invented people. The post of a head is
 * left out where the charges say who holds the seat, or that nobody does.
 */
final class Posts {

    private static final int FIRST_CODE = 99010001;

    private final List<Map<String, Object>> institutions;
    private final Set<Object> seatsSettled;
    private final List<Map<String, Object>> posts = SampleFile.rows("posts");
    private final Random chance = new Random(99);
    private final List<Map<String, Object>> names = names();

    Posts(List<Map<String, Object>> institutions, List<Map<String, Object>> charges) {
        this.institutions = institutions;
        this.seatsSettled = charges.stream()
                .filter(c -> c.get("kind").equals("HEAD"))
                .map(c -> c.get("institution"))
                .collect(Collectors.toSet());
    }

    /** One row a person: who, where, since when, and whether at the head. */
    List<Map<String, Object>> filled() {
        var people = new ArrayList<Map<String, Object>>();
        institutions.stream()
                .filter(i -> i.get("participates").equals("true")
                        && i.get("provisional").equals("false"))
                .forEach(institution -> posts.stream()
                        .filter(post ->
                                post.get("place").equals(institution.getOrDefault("category", institution.get("kind"))))
                        .filter(post ->
                                post.get("head").equals("false") || !seatsSettled.contains(institution.get("code")))
                        .forEach(post -> IntStream.range(0, Integer.parseInt((String) post.get("count")))
                                .forEach(n -> people.add(person(people.size(), post, institution)))));
        return people;
    }

    private Map<String, Object> person(int number, Map<String, Object> post, Map<String, Object> institution) {
        var person = new LinkedHashMap<>(names.get(number));
        var joined = LocalDate.of(2004 + chance.nextInt(22), 1 + chance.nextInt(12), 1 + chance.nextInt(28));
        person.put("login", String.valueOf(FIRST_CODE + number));
        person.put("designation", post.get("designation"));
        person.put("cadre", post.get("cadre"));
        person.put("institution", institution.get("code"));
        person.put("head", post.get("head"));
        person.put("joined_on", joined.toString());
        return person;
    }

    private List<Map<String, Object>> names() {
        var surnames = SampleFile.rows("surnames");
        var names = SampleFile.rows("first-names").stream()
                .flatMap(first -> surnames.stream()
                        .map(last -> Map.of(
                                "gender", first.get("gender"),
                                "name", first.get("name") + " " + last.get("name"),
                                "name_hi", first.get("name_hi") + " " + last.get("name_hi"))))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(names, chance);
        return names;
    }
}
