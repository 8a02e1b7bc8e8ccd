/**
 * A made-up state to learn and test with, its cast of logins and its adjustable clock; only in sandbox mode (UP-7).
 *
 * <p>The state is written down in the resource folder {@code sandbox}: one table a file, to be read and changed there.
 */
@org.springframework.modulith.ApplicationModule
package org.panjika.sandbox;
