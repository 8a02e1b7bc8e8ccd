/** Corrections of closed days: the ladder of authorities, its windows and quotas (RJ-7 to RJ-10, C12). */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "problem",
            "problem::web",
            "models",
            "organisation",
            "organisation::rows",
            "calendar",
            "access",
            "storage",
            "notices",
            "attendance"
        })
package org.panjika.correction;
