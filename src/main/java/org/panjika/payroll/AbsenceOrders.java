package org.panjika.payroll;

/** The order of a regime. */
public interface AbsenceOrders {

    String TABLE = "absence-adjustment";

    AbsenceOrder of(String regime);
}
