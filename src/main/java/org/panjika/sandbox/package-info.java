/** A made-up state to learn and test with, its cast of logins and its adjustable clock; only in sandbox mode (UP-7). */
@org.springframework.modulith.ApplicationModule
package org.panjika.sandbox;
