/** Lists as CSV: read strictly, staged set-based, answered line by line; written as CSV and XLSX so that no spreadsheet runs them. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"problem"})
package org.panjika.lists;
