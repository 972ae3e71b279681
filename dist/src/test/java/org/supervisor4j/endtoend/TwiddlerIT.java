package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The plug-in of the distribution, asked for by the name of the Python extension, and called with Python's client. */
@Tag("java")
class TwiddlerIT {
    private static final String SECTION = """
            [rpcinterface:twiddler]
            supervisor.rpcinterface_factory = supervisor_twiddler.rpcinterface:make_twiddler_rpcinterface

            [group:dynamic]
            programs=
            """;

    private static final String CALLS = """
            import sys
            from xmlrpc.client import Fault, ServerProxy
            from supervisor.xmlrpc import SupervisorTransport
            proxy = ServerProxy('http://127.0.0.1', SupervisorTransport('', '', 'unix://' + sys.argv[1]))

            def say(call, *arguments):
                try:
                    print(call(*arguments))
                except Fault as fault:
                    print(fault.faultCode, fault.faultString)

            twiddler = proxy.twiddler
            say(twiddler.getAPIVersion)
            say(twiddler.getGroupNames)
            program = {'command': '/bin/sleep 60', 'numprocs': '2', 'process_name': 's%(process_num)d',
                       'autostart': 'false', 'stopsignal': 'KILL'}
            say(twiddler.addProgramToGroup, 'dynamic', 'sleeper', program)
            say(twiddler.addProgramToGroup, 'dynamic', 'sleeper', program)
            say(twiddler.addProgramToGroup, 'nosuch', 'sleeper', program)
            say(twiddler.addProgramToGroup, 'dynamic', 'bad', {'command': '/bin/true', 'numprocs': 'x'})
            say(proxy.supervisor.startProcess, 'dynamic:s1')
            say(twiddler.removeProcessFromGroup, 'dynamic', 's1')
            say(proxy.supervisor.stopProcess, 'dynamic:s1')
            say(twiddler.removeProcessFromGroup, 'dynamic', 's1')
            say(twiddler.removeProcessFromGroup, 'dynamic', 's1')
            say(twiddler.log, 'twiddled', 'WARN')
            say(twiddler.log, 'twiddled', 'LOUD')
            print([info['name'] for info in proxy.supervisor.getAllProcessInfo()])
            """;

    @Test
    void programsComeAndGo() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            Path configuration = sandbox.write("supervisord.conf", Configuration.with(SECTION));
            Path script = sandbox.write("calls.py", CALLS);
            Path socket = sandbox.path(Configuration.SOCKET);
            try (Daemon daemon = Daemon.start(Installation.OURS, configuration, socket)) {
                Command.Result result = Command.of("/usr/bin/python3", script.toString(), socket.toString())
                        .run();

                assertThat(result.stderr()).isEmpty();
                assertThat(result.stdout()).isEqualTo("""
                                1.0
                                ['dynamic']
                                True
                                10 BAD_NAME: s0
                                10 BAD_NAME: group: nosuch
                                2 INCORRECT_PARAMETERS: invalid literal for int() with base 10: 'x' in section \
                                'program:bad' (file: 'FILE')
                                True
                                91 STILL_RUNNING: s1
                                True
                                True
                                10 BAD_NAME: s1
                                True
                                2 INCORRECT_PARAMETERS
                                ['s0']
                                """.replace("FILE", configuration.toString()));
                assertThat(daemon.output()).contains("WARN twiddled");
            }
        }
    }

    @Test
    void factoryThatNobodyHasIsRefusedWithWhatCanBeDone() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            Path configuration = sandbox.write(
                    "supervisord.conf",
                    Configuration.with("[rpcinterface:x]\nsupervisor.rpcinterface_factory=some.python:factory\n"));

            Command.Result result = Command.of(Installation.OURS.supervisord(), "-n", "-c", configuration.toString())
                    .run();

            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.stderr())
                    .contains("Error: some.python:factory cannot be resolved within [rpcinterface:x]: No module named"
                            + " 'some': plug-ins are written in Java here, and none in ")
                    .contains("/plugins goes by this name; put one there, or remove the section");
        }
    }
}
