/** Camunda: identity from the organisation, models and their guards, Tasklist. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"problem", "problem::web", "models", "organisation", "calendar", "access"})
package org.panjika.engine;
