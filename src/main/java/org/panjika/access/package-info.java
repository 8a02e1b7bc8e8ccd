/** Login, tokens, what a person may do, and over which part of the tree. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"problem", "problem::web", "models", "organisation"})
package org.panjika.access;
