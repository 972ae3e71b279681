/** A plug-in as somebody else would write one; tests make a jar of it. */
@NullMarked
package org.supervisor4j.sampleplugin;

import org.jspecify.annotations.NullMarked;
