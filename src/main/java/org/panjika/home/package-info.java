/** What all pages share: layout, language, the start page. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"problem", "problem::web", "access", "organisation", "notices"})
package org.panjika.home;
