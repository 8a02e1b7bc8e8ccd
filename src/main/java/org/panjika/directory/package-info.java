/** The institutions as people and programs see them: lists and single ones within the caller's scope, imports, exports. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"problem", "problem::web", "lists", "organisation", "calendar", "access", "leave"})
package org.panjika.directory;
