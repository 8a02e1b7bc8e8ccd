/** What the offices see of all below them: completeness, deadlines, later the rest (RJ-6, RJ-11, UP-5). */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"problem", "problem::web", "organisation", "access", "attendance"})
package org.panjika.oversight;
