/** What tests put into jars. */
@NullMarked
package org.supervisor4j.sampleplugin;

import org.jspecify.annotations.NullMarked;
