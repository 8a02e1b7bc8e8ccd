package org.panjika.storage;

import org.panjika.problem.Problem;

/** Why a photograph or a scan is not taken. */
public enum StorageProblem implements Problem {
    /** Field {@code reason}: one of {@link Photograph.Fault}, in kebab-case. */
    PHOTO_UNREADABLE("photo-unreadable", 422),
    /** Fields {@code maxKilobytes} and {@code maxSide}. */
    PHOTO_TOO_LARGE("photo-too-large", 422),
    FILE_TYPE_NOT_ACCEPTED("file-type-not-accepted", 422),
    /** Field {@code maxMegabytes}. */
    FILE_TOO_LARGE("file-too-large", 413);

    private final String code;
    private final int status;

    StorageProblem(String code, int status) {
        this.code = code;
        this.status = status;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int status() {
        return status;
    }
}
