package org.panjika.models;

import java.util.Set;

/**
 * Tells whom a case is about, because nobody decides the own case (C4): who is concerned can neither claim nor complete any
 * task of it. One bean for a process whose cases are about persons as a whole; where a case is a list, the use case judges
 * line by line instead.
 */
public interface PersonsConcerned {

    /** Key of the process. */
    String process();

    /** Logins of the persons whom the case with this business key is about. */
    Set<String> of(String businessKey);
}
