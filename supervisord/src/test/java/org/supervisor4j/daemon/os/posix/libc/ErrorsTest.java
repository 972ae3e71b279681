package org.supervisor4j.daemon.os.posix.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;

class ErrorsTest {
    // The names are those of Python's errno.errorcode, where a number has two.
    @ParameterizedTest
    @CsvSource({
        "1, EPERM, Operation not permitted",
        "2, ENOENT, No such file or directory",
        "8, ENOEXEC, Exec format error",
        "11, EAGAIN, Resource temporarily unavailable",
        "13, EACCES, Permission denied",
        "35, EDEADLOCK, Resource deadlock avoided",
        "95, ENOTSUP, Operation not supported",
        "98, EADDRINUSE, Address already in use",
        "133, EHWPOISON, Memory page has hardware error",
        "0, E0, Unknown error 0",
        "134, E134, Unknown error 134",
        "-2, E-2, Unknown error -2",
    })
    void anErrorNumberHasItsNameAndLibcsWords(int number, String name, String text) {
        assertThat(Errors.errno(number)).isEqualTo(new Errno(number, name, text));
    }

    @Test
    void aNegatedErrorNumberBecomesAnException() {
        assertThatThrownBy(() -> Errors.check(-13, "open", "/x"))
                .isInstanceOf(OsException.class)
                .hasMessage("cannot open /x: EACCES (Permission denied)");
    }

    @Test
    void anythingElseIsAResult() throws Exception {
        assertThat(Errors.check(0, "open", "/x")).isZero();
        assertThat(Errors.check(7, "open", "/x")).isEqualTo(7);
    }
}
