/**
 * What has been measured of programs that people run under supervision: how to run each, and which mistakes are made
 * with it. Each is a file of data beside this package's classes; no program is named in the code. Without state, and
 * without a look at the machine: who asks says what stands in a program's own files.
 */
@NullMarked
package org.supervisor4j.recipe;

import org.jspecify.annotations.NullMarked;
