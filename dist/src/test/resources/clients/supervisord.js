// The npm package supervisord: over TCP with a login, and over the unix socket.
const supervisord = require("supervisord");

const [, , socket, port, user, password] = process.argv;

const work = async (client) => {
  const attempt = (label, method, ...parameters) =>
    new Promise((resolve) => {
      client[method](...parameters, (error, value) => {
        const told = error ? ["fault", error.faultCode, error.faultString] : value;
        console.log(label + ": " + JSON.stringify(told));
        resolve(value);
      });
    });

  await attempt("state", "getState");
  await attempt("identification", "getIdentification");
  await attempt("methods", "listMethods");
  await attempt("signature", "methodSignature", "supervisor.startProcess");
  await attempt("start", "startProcess", "g:b");
  await attempt("start again", "startProcess", "g:b", true);
  await attempt("signal", "signalProcess", "g:b", "CONT");
  await attempt("group", "stopProcessGroup", "g");
  await attempt("no such name", "getProcessInfo", "grüß <&> 😀");
  await attempt("reread", "reloadConfig");
  await attempt("event", "sendRemoteCommEvent", "type", "data");
};

(async () => {
  await work(supervisord.connect("http://" + user + ":" + password + "@127.0.0.1:" + port));
  await work(supervisord.connect("unix://" + socket));
})();
