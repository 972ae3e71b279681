/**
 * Supervisor's configuration dialect: Python's {@code RawConfigParser} text and its {@code %} expansion, with the
 * position of every value. Pure: text in, values and {@link org.supervisor4j.ini.Problem problems} out.
 */
@NullMarked
package org.supervisor4j.ini;

import org.jspecify.annotations.NullMarked;
