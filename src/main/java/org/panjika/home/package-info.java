/** What all pages share: layout, language, the start page. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"problem", "access", "organisation"})
package org.panjika.home;
