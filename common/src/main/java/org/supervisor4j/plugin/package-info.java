/**
 * What plug-ins are made of, and how they are found. A plug-in is a jar in the folder {@code plugins} of the
 * distribution that provides services of this package; {@code docs/plugins.md} shows how to write one. Plug-ins see
 * this package, {@code org.supervisor4j.api}, {@code org.supervisor4j.model} and Java itself, and nothing else of the
 * program.
 */
@NullMarked
package org.supervisor4j.plugin;

import org.jspecify.annotations.NullMarked;
