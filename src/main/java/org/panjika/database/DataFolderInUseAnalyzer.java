package org.panjika.database;

import org.panjika.database.EmbeddedServer.DataFolderInUse;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in three lines, not in a stack trace, that another copy is running. */
class DataFolderInUseAnalyzer extends AbstractFailureAnalyzer<DataFolderInUse> {

    @Override
    protected FailureAnalysis analyze(Throwable root, DataFolderInUse cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Stop it, choose another folder with --panjika.database.data=FOLDER, or give both copies one PostgreSQL"
                        + " server with --spring.datasource.url.",
                cause);
    }
}
