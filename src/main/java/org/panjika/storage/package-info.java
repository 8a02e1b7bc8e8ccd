/** Photographs and scans: files by content hash. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"problem"})
package org.panjika.storage;
