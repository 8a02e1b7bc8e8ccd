package org.panjika.problem.web;

import java.io.IOException;

/** More is being sent than may be read. */
public final class BodyTooLarge extends IOException {}
