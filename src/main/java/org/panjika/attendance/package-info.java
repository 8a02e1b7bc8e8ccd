/** Marks, the geofence, the day register, completeness (BR-1 to BR-9, RJ-1, RJ-11, C5 to C10). */
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
            "notices"
        })
package org.panjika.attendance;
