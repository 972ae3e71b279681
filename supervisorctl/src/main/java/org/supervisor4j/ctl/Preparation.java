package org.supervisor4j.ctl;

import org.supervisor4j.ctl.commands.Commands;
import org.supervisor4j.ctl.session.Settings;

/** What options and configuration file come to: the settings, and the commands that there are with them. */
record Preparation(Settings settings, Commands commands) {}
