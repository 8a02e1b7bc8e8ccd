/** The month: statement, proposed deductions, sending, adjustments, drawal (RJ-12 to RJ-15, BR-14, BR-17 to BR-20, C16, C17). */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "problem",
            "problem::web",
            "models",
            "organisation",
            "calendar",
            "access",
            "storage",
            "notices",
            "lists",
            "attendance",
            "correction",
            "leave"
        })
package org.panjika.payroll;
