package org.supervisor4j.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.supervisor4j.model.Role;

/**
 * Marks a method that clients can call, and documents it: the one source of {@code system.listMethods},
 * {@code system.methodHelp}, {@code system.methodSignature} and {@code docs/rpc-api.md}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RpcMethod {
    /** Further names of the same method. */
    String[] aliases() default {};

    /**
     * What {@code system.methodHelp} answers: prose, a blank line, then one {@code @param <type> <name> <text>} line
     * for each parameter and one {@code @return <type> <text>} line.
     */
    String help();

    /** How many parameters at the end a caller may leave out. */
    int optional() default 0;

    /** What a caller must be allowed to do. A method that doesn't say so is not for those who may only look. */
    Role role() default Role.CONTROL;
}
