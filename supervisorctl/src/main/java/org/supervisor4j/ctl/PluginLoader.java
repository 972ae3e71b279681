package org.supervisor4j.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.commands.CommandBlock;
import org.supervisor4j.plugin.CtlPlugin;
import org.supervisor4j.plugin.PluginException;
import org.supervisor4j.plugin.PluginFolder;

/** From {@code [ctlplugin:x]} sections to commands. Not loaded where there is no such section. */
final class PluginLoader {
    private static final String MATCH_GROUP = "match_group";

    private PluginLoader() {}

    /** @throws BadUsageException for a plug-in that there is not: going on would hide commands that scripts count on */
    static List<CommandBlock> load(List<PluginSection> sections) throws BadUsageException {
        List<CommandBlock> blocks = new ArrayList<>(sections.size());
        @Nullable PluginFolder folder = null;
        for (PluginSection section : sections) {
            if (section.factory().equals(CommandBlock.WILDCARDS)) {
                blocks.add(wildcards(section));
            } else {
                folder = folder == null ? PluginFolder.ofDistribution(effectiveUid()) : folder;
                blocks.add(fromFolder(section, folder));
            }
        }
        return List.copyOf(blocks);
    }

    private static CommandBlock wildcards(PluginSection section) throws BadUsageException {
        Map<String, String> options = new LinkedHashMap<>(section.options());
        String matchGroup = options.getOrDefault(MATCH_GROUP, "0");
        options.remove(MATCH_GROUP);
        if (!options.isEmpty() || !Set.of("0", "1").contains(matchGroup)) {
            throw refusal(section, "its one option is " + MATCH_GROUP + ", which is 0 or 1");
        }
        return CommandBlock.wildcards(section.name(), matchGroup.equals("1"));
    }

    private static CommandBlock fromFolder(PluginSection section, PluginFolder folder) throws BadUsageException {
        try {
            Optional<CtlPlugin> plugin = folder.find(CtlPlugin.class, section.factory());
            if (plugin.isEmpty()) {
                throw refusal(
                        section,
                        "plug-ins are written in Java here, and none in " + folder + " goes by this name; put one"
                                + " there, or remove the section");
            }
            return CommandBlock.of(section.name(), plugin.get().create(section.options()));
        } catch (PluginException e) {
            throw refusal(section, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError mistake) {
            throw refusal(section, "the plug-in has a mistake: " + mistake);
        }
    }

    private static BadUsageException refusal(PluginSection section, String reason) {
        // contract: Options.get_plugins
        return new BadUsageException(
                section.factory() + " cannot be resolved within [ctlplugin:" + section.name() + "]: " + reason);
    }

    /** Of this process; 0 where that cannot be told, which is the strictest. */
    static int effectiveUid() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException noProc) {
            return 0;
        }
    }
}
