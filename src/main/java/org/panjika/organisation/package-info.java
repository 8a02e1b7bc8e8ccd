/** Institutions in one dated tree, staff and their postings, charges and the offices they give, settings (C1–C5). */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"problem", "problem::web", "models", "lists"})
package org.panjika.organisation;
