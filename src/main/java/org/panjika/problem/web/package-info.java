@org.springframework.modulith.NamedInterface("web")
package org.panjika.problem.web;
