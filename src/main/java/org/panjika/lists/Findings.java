package org.panjika.lists;

/** Collects what is found in one list. */
public final class Findings {

    final Capped<Finding> rejected = new Capped<>(Finding::line);
    final Capped<Mending> mended = new Capped<>(Mending::line);
    final Capped<Finding> doubtful = new Capped<>(Finding::line);

    Findings() {}

    void reject(Finding finding) {
        rejected.add(finding.code(), finding);
    }

    void mend(Mending mending) {
        mended.add(mending.code(), mending);
    }

    void doubt(Finding finding) {
        doubtful.add(finding.code(), finding);
    }
}
