<?php
// xmlrpc_encode_request and xmlrpc_decode, from Debian's php-xmlrpc. PHP sends HTTP/1.1 without a Host over the unix socket.
[, $socket, $port, $user, $password] = $argv;

function ask(string $address, string $head, string $body): string
{
    $stream = stream_socket_client($address, $code, $message, 10) or die("$address: $message\n");
    fwrite($stream, $head . "Content-Type: text/xml\r\nContent-Length: " . strlen($body) . "\r\n\r\n" . $body);
    [$headers, $answer] = explode("\r\n\r\n", stream_get_contents($stream), 2);
    return $answer;
}

function say(string $label, string $method, ...$parameters): void
{
    global $socket, $port, $user, $password;
    $login = 'Authorization: Basic ' . base64_encode("$user:$password") . "\r\n";
    $body = xmlrpc_encode_request($method, $parameters, ['encoding' => 'UTF-8', 'escaping' => 'markup']);
    $heads = [
        "unix://$socket" => "POST /RPC2 HTTP/1.1\r\nConnection: close\r\n$login",
        "tcp://127.0.0.1:$port" => "POST /RPC2 HTTP/1.0\r\nHost: 127.0.0.1:$port\r\n$login",
    ];
    foreach ($heads as $address => $head) {
        $value = xmlrpc_decode(ask($address, $head, $body), 'UTF-8');
        echo "$label: ", json_encode($value, JSON_UNESCAPED_UNICODE), "\n";
    }
}

say('state', 'supervisor.getState');
say('version', 'supervisor.getAPIVersion');
say('methods', 'system.listMethods');
say('start', 'supervisor.startProcess', 'g:b');
say('start with 1', 'supervisor.startProcess', 'g:b', 1);
say('group', 'supervisor.stopProcessGroup', 'g');
say('no such name', 'supervisor.getProcessInfo', 'grüß <&> 😀');
say('clear', 'supervisor.clearProcessLogs', 'cat');
say('stdin', 'supervisor.sendProcessStdin', 'cat', "grüß <&> € 😀\n");
