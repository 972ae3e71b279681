package org.supervisor4j.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a text parameter takes values that are not text. Without it they are an internal error, as in the original. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Accepts {
    Leniency value();

    enum Leniency {
        /** Any value, as Python prints it. */
        ANYTHING,
        /**
         * A number is taken for its text; nil is nobody's name, and an array or a struct the wrong kind of parameter.
         */
        GROUP_NAME,
        /** As {@link #GROUP_NAME}, but an array or a struct too is taken for its text, and then nobody's name. */
        CONFIGURED_GROUP_NAME,
        /** A number stands for its decimal digits. */
        SIGNAL,
        /** Text only, but anything else is the caller's mistake: INCORRECT_PARAMETERS with the value. */
        CHARACTERS
    }
}
