package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.client.XmlRpcClientConfigImpl;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Apache's XML-RPC client, with the settings that it comes with. */
class ApacheClientIT {
    @ParameterizedTest
    @EnumSource(Installation.class)
    void clientIsAnsweredInItsOwnTypes(Installation installation) throws Exception {
        try (ClientStage stage = ClientStage.of(installation)) {
            XmlRpcClient client = client(stage);

            assertThat(ask(client, "supervisor.getState")).isEqualTo(Map.of("statecode", 1, "statename", "RUNNING"));
            assertThat(ask(client, "supervisor.startProcess", "g:a", true)).isEqualTo(true);
            assertThat(ask(client, "supervisor.getAllProcessInfo"))
                    .asInstanceOf(InstanceOfAssertFactories.ARRAY)
                    .hasSize(4);
            assertThat(ask(client, "supervisor.sendProcessStdin", "g:a", "grüß <&> €\n"))
                    .isEqualTo(true);
            assertThatThrownBy(() -> ask(client, "supervisor.startProcess", "g:a"))
                    .isInstanceOfSatisfying(XmlRpcException.class, fault -> assertThat(fault.code)
                            .isEqualTo(60))
                    .hasMessage("ALREADY_STARTED: g:a");
        }
    }

    private static Object ask(XmlRpcClient client, String method, Object... parameters) throws XmlRpcException {
        return client.execute(method, parameters);
    }

    private static XmlRpcClient client(ClientStage stage) throws Exception {
        XmlRpcClientConfigImpl config = new XmlRpcClientConfigImpl();
        config.setServerURL(
                URI.create("http://127.0.0.1:" + stage.port() + "/RPC2").toURL());
        config.setBasicUserName(ClientStage.USER);
        config.setBasicPassword(ClientStage.PASSWORD);
        XmlRpcClient client = new XmlRpcClient();
        client.setConfig(config);
        return client;
    }
}
