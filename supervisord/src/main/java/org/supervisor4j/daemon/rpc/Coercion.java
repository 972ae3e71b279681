package org.supervisor4j.daemon.rpc;

import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.api.Accepts;
import org.supervisor4j.ini.PythonNumber;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/**
 * Turns what a client sent into what a method takes, as lenient as the original, where the method itself trips over a
 * wrong type. What the original calls a type error is INCORRECT_PARAMETERS here; what is an unexpected exception there
 * is an {@link IllegalArgumentException} here (and an internal error for the client).
 */
@FunctionalInterface
interface Coercion {
    @Nullable
    Object apply(@Nullable Object sent);

    /** The coercion for a parameter of an annotated method. */
    static Coercion of(Parameter parameter) {
        Class<?> type = parameter.getType();
        if (type == String.class) {
            Accepts accepts = parameter.getAnnotation(Accepts.class);
            return accepts == null ? Coercion::toName : ofText(accepts.value());
        } else if (type == int.class) {
            return Coercion::toInt;
        } else if (type == boolean.class) {
            return Coercion::isTrue;
        } else if (type == List.class) {
            return Coercion::toList;
        } else if (type == Map.class) {
            return Coercion::toMap;
        } else if (type == Object.class) {
            return sent -> sent;
        }
        throw new IllegalArgumentException("no RPC parameter can be a " + type.getName() + ": " + parameter);
    }

    private static Coercion ofText(Accepts.Leniency leniency) {
        return switch (leniency) {
            case ANYTHING -> PythonText::str;
            case GROUP_NAME -> Coercion::toGroupName;
            case CONFIGURED_GROUP_NAME -> Coercion::toConfiguredGroupName;
            case SIGNAL -> Coercion::toSignal;
            case CHARACTERS -> Coercion::toCharacters;
        };
    }

    private static Object toName(@Nullable Object sent) {
        if (sent instanceof String) {
            return sent;
        }
        throw wrongType("a name", sent);
    }

    private static Object toGroupName(@Nullable Object sent) {
        if (sent instanceof List || sent instanceof Map) {
            throw new RpcFault(Fault.INCORRECT_PARAMETERS);
        }
        return toConfiguredGroupName(sent);
    }

    private static Object toConfiguredGroupName(@Nullable Object sent) {
        if (sent == null) {
            throw new RpcFault(Fault.BAD_NAME);
        }
        return PythonText.str(sent);
    }

    private static Object toSignal(@Nullable Object sent) {
        if (sent instanceof String) {
            return sent;
        } else if (sent instanceof Number || sent instanceof Boolean) {
            return wholeNumber(sent).toString();
        }
        throw wrongType("a signal", sent);
    }

    private static Object toCharacters(@Nullable Object sent) {
        if (sent instanceof String) {
            return sent;
        }
        throw sent == null
                ? new RpcFault(Fault.INCORRECT_PARAMETERS)
                : new RpcFault(Fault.INCORRECT_PARAMETERS, PythonText.str(sent));
    }

    /** Beyond 32 bits the nearest number that fits: no log is that long. */
    private static Object toInt(@Nullable Object sent) {
        return PythonNumber.toInt(wholeNumber(sent));
    }

    private static BigInteger wholeNumber(@Nullable Object sent) {
        if (sent instanceof Integer number) {
            return BigInteger.valueOf(number);
        } else if (sent instanceof BigInteger number) {
            return number;
        } else if (sent instanceof Boolean bool) {
            return bool ? BigInteger.ONE : BigInteger.ZERO;
        } else if (sent instanceof Double number) {
            // Not a number and infinity: NumberFormatException, which is what is wanted.
            return new BigDecimal(number).toBigInteger();
        } else if (sent instanceof String text) {
            return parse(text.strip());
        }
        throw new RpcFault(Fault.INCORRECT_PARAMETERS);
    }

    private static BigInteger parse(String text) {
        if (text.length() > 100) {
            throw new NumberFormatException("a number of " + text.length() + " digits");
        }
        return new BigInteger(text);
    }

    private static Object isTrue(@Nullable Object sent) {
        if (sent == null) {
            return false;
        } else if (sent instanceof Boolean) {
            return sent;
        } else if (sent instanceof Number number) {
            return number.doubleValue() != 0;
        } else if (sent instanceof String text) {
            return !text.isEmpty();
        } else if (sent instanceof List<?> list) {
            return !list.isEmpty();
        }
        return !(sent instanceof Map<?, ?> map && map.isEmpty());
    }

    /** A text is an array of its letters, none of which any method can take. */
    private static Object toList(@Nullable Object sent) {
        if (sent instanceof List) {
            return sent;
        } else if (sent instanceof String text) {
            if (text.isEmpty()) {
                return List.of();
            }
            throw wrongType("an array", sent);
        }
        throw new RpcFault(Fault.INCORRECT_PARAMETERS);
    }

    private static Object toMap(@Nullable Object sent) {
        if (sent instanceof Map) {
            return sent;
        }
        throw wrongType("a struct", sent);
    }

    private static IllegalArgumentException wrongType(String expected, @Nullable Object sent) {
        return new IllegalArgumentException(PythonText.repr(sent) + " was sent for " + expected);
    }
}
