package org.supervisor4j.ctl.commands;

import java.util.List;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Spelling;
import org.supervisor4j.recipe.Mistake;
import org.supervisor4j.recipe.Recipe;
import org.supervisor4j.recipe.Recipes;

/** {@code recipe}, which the original does not have: how a program that is known is run. No daemon is asked. */
final class RecipeCommand extends BuiltInCommand {
    private static final String LIST = "--list";

    RecipeCommand() {
        super("recipe", "print how a known program is run", Completion.NOTHING, LIST, """
                recipe <name>\t\tPrint a section that runs the program, and what was measured of it
                recipe --list\t\tList the programs that are known""");
    }

    @Override
    public void run(Session session, String argument) {
        List<String> words = PythonWhitespace.split(argument);
        if (words.size() != 1) {
            complain(session, "recipe takes one name, or " + LIST);
            return;
        }
        String name = words.get(0);
        Recipes recipes = new Recipes();
        if (name.equals(LIST)) {
            list(session, recipes);
            return;
        }
        Recipe byName = recipes.named(name);
        Recipe recipe = byName == null ? recipes.of(name) : byName;
        if (recipe == null) {
            String like = Spelling.nearest(name, recipes.names());
            session.output()
                    .line("Error: no recipe " + name
                            + (like == null ? "; recipe " + LIST + " names them" : "; did you mean " + like + "?"));
            session.fail(ExitCode.GENERIC);
            return;
        }
        print(session, recipe);
    }

    private static void list(Session session, Recipes recipes) {
        int width = recipes.names().stream().mapToInt(String::length).max().orElse(0);
        for (String name : recipes.names()) {
            Recipe recipe = recipes.named(name);
            if (recipe != null) {
                session.output().line(name + " ".repeat(width - name.length()) + "  " + recipe.title());
            }
        }
    }

    /** All but the section is a comment, so that the whole is a file that may be included. */
    private static void print(Session session, Recipe recipe) {
        session.output().line("; " + recipe.title());
        recipe.section().forEach(session.output()::line);
        recipe.notes().forEach(note -> session.output().line("; " + note));
        for (Mistake mistake : recipe.mistakes()) {
            session.output().line("; " + mistake.condition() + mistake.says());
        }
        if (!recipe.measured().isEmpty()) {
            session.output()
                    .line("; measured on " + recipe.measured().get(Recipe.DATE) + ", "
                            + recipe.measured().get(Recipe.VERSION) + ":");
            recipe.facts().forEach(fact -> session.output().line(";   " + fact));
        }
    }
}
