/** What can be refused: problems from closed sets, and how they become HTTP answers. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package org.panjika.problem;
