package org.panjika.problem.web;

import java.io.IOException;

/** More is being sent than may be read. */
public final class BodyTooLarge extends IOException {

    public BodyTooLarge() {
        super("the request is larger than what is accepted here");
    }
}
