package org.supervisor4j.endtoend;

import java.io.IOException;

/** The setting of a hosting guide: files under /etc, an included program with a user of its own, the web port open. */
final class LinodeGuide implements Scenario {
    private static final String MYAPP = "myappgroup:myapp";
    private static final String INI = "etc/supervisord.d/myapp.ini";
    private static final String KEPT_BACK = "myapp.ini";

    private final String user;
    private final int port;

    /** @param user whom the program runs as; must exist */
    LinodeGuide(String user) throws IOException {
        this.user = user;
        this.port = Sandbox.freePort();
    }

    @Override
    public Sandbox prepare() throws IOException {
        Sandbox sandbox = Sandbox.copyOf("linode-guide");
        for (String folder : new String[] {"var/run", "var/log/supervisor"}) {
            sandbox.mkdirs(folder);
        }
        for (String absolute : new String[] {"/var/", "/srv/"}) {
            sandbox.replaceEverywhere(absolute, sandbox.root() + absolute);
        }
        sandbox.replaceEverywhere("*:9001", "*:" + port);
        sandbox.replaceEverywhere("user=myappuser", "user=" + user);
        // With its log folder missing the daemon would not start; so the file comes later.
        sandbox.write(KEPT_BACK, sandbox.read(INI));
        sandbox.delete(INI);
        return sandbox;
    }

    @Override
    public String configuration() {
        return "etc/supervisord.conf";
    }

    @Override
    public String socket() {
        return "var/run/supervisor.sock";
    }

    /** The program's log folder is missing at first, and its file is put there after the start, as the guide does. */
    @Override
    public void play(Stage stage) {
        addTheProgram(stage);
        lookAtIt(stage);
        controlIt(stage);
        useTheWebPort(stage);
        changeAndRemoveIt(stage);
    }

    private static void addTheProgram(Stage stage) {
        stage.ctl("status");
        stage.ctl("reread");
        stage.ctl("update");
        stage.sandbox().write(INI, stage.sandbox().read(KEPT_BACK));
        stage.ctl("reread");
        stage.ctl("update");
        stage.sandbox().mkdirs("var/log/myapp");
        stage.ctl("reread");
        stage.ctl("status");
        stage.ctl("update");
        stage.awaitState("RUNNING", MYAPP);
        stage.awaitText("var/log/myapp/myapp.out.log", "serves");
        stage.awaitText("var/log/myapp/myapp.err.log", "warns");
    }

    private static void lookAtIt(Stage stage) {
        stage.ctl("status");
        stage.ctl("status", MYAPP);
        stage.ctl("status", "myappgroup:*");
        stage.ctl("status", "myapp");
        stage.ctl("status", "nosuch:*", MYAPP);
        stage.ctl("pid");
        stage.ctl("pid", MYAPP);
        stage.ctl("pid", "all");
        stage.ctl("pid", "nosuch");
        stage.ctl("tail", MYAPP);
        stage.ctl("tail", "-8", MYAPP);
        stage.ctl("tail", MYAPP, "stderr");
        stage.ctl("tail", MYAPP, "stdwhat");
        stage.ctl("tail", "nosuch");
        stage.ctl("help");
        stage.ctl("nosuchcommand");
    }

    private static void controlIt(Stage stage) {
        stage.ctl("start", MYAPP);
        stage.ctl("stop", MYAPP);
        stage.ctl("stop", MYAPP);
        stage.ctl("status");
        stage.ctl("pid", MYAPP);
        stage.ctl("tail", MYAPP);
        stage.ctl("start", MYAPP);
        stage.ctl("restart", MYAPP);
        stage.ctl("restart", "myappgroup:*");
        stage.ctl("restart", "all");
        stage.ctl("stop", "nosuch");
        stage.ctl("start", "nosuch", MYAPP);
        stage.ctl("start", "nosuch:*");
        stage.ctl("restart", "nosuch");
        stage.ctl("signal", "USR3", MYAPP);
        stage.ctl("clear", MYAPP);
        stage.ctl("tail", MYAPP);
    }

    private void useTheWebPort(Stage stage) {
        String url = "http://127.0.0.1:" + port;
        stage.ctlWithoutConfiguration("-s", url, "-u", "testuser", "-p", "testpass", "status");
        stage.ctlWithoutConfiguration("-s", url, "-u", "testuser", "-p", "wrong", "status");
        stage.ctlWithoutConfiguration("-s", url, "stop", MYAPP);
        stage.ctlWithoutConfiguration("-s", "unix://" + stage.sandbox().path("nosuch.sock"), "status");
        stage.ctlWithoutConfiguration("-s", "ftp://127.0.0.1", "status");
    }

    private static void changeAndRemoveIt(Stage stage) {
        stage.sandbox().rewrite(INI, text -> text.replace("stopsignal=INT", "stopsignal=TERM"));
        stage.ctl("reread");
        stage.ctl("update");
        stage.awaitState("RUNNING", MYAPP);
        stage.ctl("update", "nosuch");
        stage.sandbox().rewrite(INI, text -> text.replace("stopsignal=TERM", "stopsignal=TRM"));
        stage.ctl("reread");
        stage.sandbox().rewrite(INI, text -> text.replace("user=", "user=nosuchuser."));
        stage.sandbox().rewrite(INI, text -> text.replace("stopsignal=TRM", ""));
        stage.ctl("reread");
        stage.ctl("update");
        stage.ctl("status");
        stage.sandbox().delete(INI);
        stage.ctl("reread");
        stage.ctl("update");
        stage.ctl("status");
    }
}
