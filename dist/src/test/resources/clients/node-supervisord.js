// The npm package node-supervisord: TCP with a login.
const { SupervisordClient } = require("node-supervisord");

const [, , , port, username, password] = process.argv;
const client = new SupervisordClient("http://127.0.0.1:" + port, { username, password });
const say = (label, value) => console.log(label + ": " + JSON.stringify(value));
const attempt = async (label, call) => {
  try {
    say(label, await call);
  } catch (error) {
    say(label, ["fault", error.faultCode, error.faultString]);
  }
};

(async () => {
  await attempt("state", client.getState());
  await attempt("version", client.getAPIVersion());
  await attempt("methods", client.listMethods());
  const all = await client.getAllProcessInfo();
  say("all", all.map((p) => [p.group, p.name, p.statename, Object.keys(p)]));
  await attempt("start", client.startProcess("g:a"));
  await attempt("start again", client.startProcess("g:a", true));
  await attempt("no such name", client.getProcessInfo("grüß <&> 😀"));
  await attempt("all of a group", client.stopProcess("g:*"));
  await attempt("stop again", client.stopProcess("g:a"));
  await attempt("clear", client.clearProcessLogs("cat"));
  await attempt("stdin", client.sendProcessStdin("cat", "grüß <&> € 😀\n"));
  await attempt("several", client.multicall([
    { methodName: "supervisor.getAPIVersion", params: [] },
    { methodName: "supervisor.nosuch", params: [] },
  ]));
})();
