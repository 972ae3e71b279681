"""Supervisor's own client library: supervisor.xmlrpc.SupervisorTransport, over the unix socket and over TCP."""
import json
import sys
import time
import xmlrpc.client

from supervisor.xmlrpc import SupervisorTransport


def say(label, value):
    print(label + ": " + json.dumps(value, ensure_ascii=False))


def attempt(label, method, *arguments):
    try:
        say(label, method(*arguments))
    except xmlrpc.client.Fault as fault:
        say(label, ["fault", fault.faultCode, fault.faultString])


def work(server):
    supervisor = server.supervisor
    say("state", supervisor.getState())
    say("version", supervisor.getAPIVersion())
    say("methods", server.system.listMethods())
    say("signature", server.system.methodSignature("supervisor.startProcess"))
    say("all", [[p["group"], p["name"], p["statename"], list(p)] for p in supervisor.getAllProcessInfo()])
    attempt("start", supervisor.startProcess, "g:a")
    attempt("start again", supervisor.startProcess, "g:a", True)
    attempt("no such name", supervisor.startProcess, "gr\u00fc\u00df <&> \U0001f600")
    attempt("no such signal", supervisor.signalProcess, "g:a", "NOSUCH")
    attempt("too few", supervisor.startProcess)
    attempt("all of a group", supervisor.stopProcess, "g:*")
    attempt("stop again", supervisor.stopProcess, "g:a")
    attempt("group", supervisor.startProcessGroup, "g")
    # In the order in which they ended, which is a matter of luck.
    say("group", sorted(supervisor.stopProcessGroup("g", True), key=lambda process: process["name"]))
    say("clear", supervisor.clearProcessLogs("cat"))
    say("stdin", supervisor.sendProcessStdin("cat", "gr\u00fc\u00df <&> \u20ac \U0001f600\n"))
    for _ in range(200):
        if supervisor.tailProcessStdoutLog("cat", 0, 100)[1] == 20:
            break
        time.sleep(0.05)
    say("tail", supervisor.tailProcessStdoutLog("cat", 0, 100))
    say("read", supervisor.readProcessStdoutLog("cat", 0, 4))
    several = xmlrpc.client.MultiCall(server)
    several.supervisor.getAPIVersion()
    several.supervisor.nosuch()
    several.supervisor.startProcess("g:b")
    several.supervisor.stopProcess("g:b")
    say("several", several().results)


socket, port, user, password = sys.argv[1:]
for transport in (
    SupervisorTransport(user, password, "unix://" + socket),
    SupervisorTransport(user, password, "http://127.0.0.1:" + port),
):
    work(xmlrpc.client.ServerProxy("http://127.0.0.1", transport))
work(xmlrpc.client.ServerProxy("http://%s:%s@127.0.0.1:%s/RPC2" % (user, password, port)))
try:
    xmlrpc.client.ServerProxy("http://%s:wrong@127.0.0.1:%s/RPC2" % (user, port)).supervisor.getState()
except xmlrpc.client.ProtocolError as error:
    say("wrong password", [error.errcode, error.errmsg])
