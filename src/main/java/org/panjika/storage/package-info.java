/** Photographs and scans: files by content hash. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"problem", "problem::web"})
package org.panjika.storage;
