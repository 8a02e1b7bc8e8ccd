/** How a room lends its words to the models that administrators write: their mark, and what a transaction recalls. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package org.panjika.models;
