/** Technical faults: claimed, declared, confirmed, settled from the physical register (BR-19, C15). */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "problem",
            "problem::web",
            "models",
            "organisation",
            "calendar",
            "access",
            "storage",
            "notices",
            "attendance"
        })
package org.panjika.helpdesk;
