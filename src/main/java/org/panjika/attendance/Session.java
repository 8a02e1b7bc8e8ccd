package org.panjika.attendance;

/** Half a working day; each has its own status (C9). */
public enum Session {
    FORENOON,
    AFTERNOON
}
