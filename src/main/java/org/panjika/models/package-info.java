/** How a room lends its words to the models that administrators write: their mark, what a transaction recalls, and how it reads
 * their tables. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = "problem")
package org.panjika.models;
