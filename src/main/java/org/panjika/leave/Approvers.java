package org.panjika.leave;

import java.util.Map;

/** The table of who approves leave (RJ-3, RJ-4, C13), as it is deployed now. */
public interface Approvers {

    /**
     * In relative words: {@code HEAD}, {@code PARENT_HEAD}, {@code PEEO}, {@code ANCESTOR:CDEO}, {@code TOP}; or a functional
     * charge, {@code BSA} or {@code DPO_ESTABLISHMENT}.
     */
    String authority(Map<String, Object> facts);
}
