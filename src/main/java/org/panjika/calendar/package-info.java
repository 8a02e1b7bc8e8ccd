/** The zone, the clock, working days by area, kind, group and cadre, timings by season (C14). */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"problem", "models", "organisation"})
package org.panjika.calendar;
