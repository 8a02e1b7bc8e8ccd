@org.springframework.modulith.NamedInterface("rows")
package org.panjika.organisation.rows;
