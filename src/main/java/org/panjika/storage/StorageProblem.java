package org.panjika.storage;

import org.panjika.problem.Problem;

/** Why a photograph or a scan is not taken. */
public enum StorageProblem implements Problem {
    /** Field {@code reason}: one of {@link Photograph.Fault}, in kebab-case. */
    PHOTO_UNREADABLE(422),
    /** Fields {@code maxKilobytes} and {@code maxSide}. */
    PHOTO_TOO_LARGE(422),
    FILE_TYPE_NOT_ACCEPTED(422),
    /** Field {@code maxMegabytes}. */
    FILE_TOO_LARGE(413);

    private final int status;

    StorageProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
