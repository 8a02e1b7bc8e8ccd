/** The mark by which a room lends its words to the models that administrators write. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package org.panjika.models;
