/** Leave: kinds, ledger, applications and how they are decided (RJ-2 to RJ-4, BR-11 to BR-13, C13). */
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
            "lists",
            "attendance"
        })
package org.panjika.leave;
