/** Lists as CSV: read strictly, staged set-based, answered line by line; written so that no spreadsheet runs them. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"problem"})
package org.panjika.lists;
