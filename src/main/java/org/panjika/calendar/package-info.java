/** The zone, the clock, working days by area, kind, group and cadre, timings by season (C14). */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"problem", "problem::web", "models", "lists", "organisation"})
package org.panjika.calendar;
