package org.supervisor4j.ctl;

import org.supervisor4j.ctl.commands.Commands;
import org.supervisor4j.ctl.session.Settings;

/** The result of options and configuration file: the settings, and the commands that exist with them. */
record Preparation(Settings settings, Commands commands) {}
