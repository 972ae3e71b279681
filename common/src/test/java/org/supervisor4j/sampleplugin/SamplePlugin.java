package org.supervisor4j.sampleplugin;

import org.supervisor4j.plugin.Plugin;

/** Found by the name {@code sample.module:factory}. */
public final class SamplePlugin implements Plugin {
    @Override
    public String spec() {
        return "sample.module:factory";
    }

    /** What of the program it can see: it should not be the INI reader. */
    @Override
    public String toString() {
        try {
            return Class.forName("org.supervisor4j.ini.IniReader").getName();
        } catch (ClassNotFoundException e) {
            return "sees nothing";
        }
    }
}
