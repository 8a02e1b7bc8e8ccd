/** The one PostgreSQL: the embedded server or a given one, its two roles, and the engine's tables. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package org.panjika.database;
