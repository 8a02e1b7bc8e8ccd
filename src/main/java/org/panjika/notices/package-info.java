/** Messages to people, shown in the application; what they are about is another room's business. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"problem", "problem::web", "organisation", "access"})
package org.panjika.notices;
