/** What all pages share: layout, language, the start page. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"problem", "problem::web", "access", "organisation"})
package org.panjika.home;
