package org.supervisor4j.endtoend;

import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Eight workers and a beat as one group, from several files, with long stop times and odd spellings. */
final class CeleryFarm implements Scenario {
    private static final String WORKER_CONF = "conf.d/worker.conf";
    private static final String FLOWER_CONF = "conf.d/flower.conf";

    @Override
    public Sandbox prepare() throws IOException {
        Sandbox sandbox = Sandbox.copyOf("celery");
        sandbox.mkdirs("run");
        return sandbox;
    }

    @Override
    public String configuration() {
        return "supervisord.conf";
    }

    @Override
    public String socket() {
        return "run/supervisor.sock";
    }

    @Override
    public void play(Stage stage) {
        awaitFarm(stage, 8);
        lookAtIt(stage);
        controlMembers(stage);
        controlTheGroup(stage);
        makeItLarger(stage);
        makeMistakes(stage);
        addAndRemoveAnother(stage);
    }

    private static void awaitFarm(Stage stage, int workers) {
        String[] names =
                IntStream.range(0, workers).mapToObj(CeleryFarm::worker).toArray(String[]::new);
        stage.awaitState("RUNNING", names);
        stage.awaitState("RUNNING", "celery:beat");
        Stream.of(names).forEach(name -> stage.awaitText("run/" + name.replace("celery:", "") + ".log", "ready"));
    }

    private static String worker(int number) {
        return "celery:worker_%02d".formatted(number);
    }

    private static void lookAtIt(Stage stage) {
        stage.ctl("status");
        stage.ctl("status", "celery:*");
        stage.ctl("status", "celery:worker_03", "celery:worker_08", "celery:beat");
        stage.ctl("pid", "celery:worker_07");
        stage.ctl("pid", "all");
        stage.ctl("tail", "celery:worker_03");
        stage.ctl("tail", "-6", "celery:worker_03");
        stage.ctl("tail", "celery:worker_03", "stderr");
        stage.ctl("tail", "celery:*");
        stage.ctl("reread");
        stage.ctl("update");
    }

    private static void controlMembers(Stage stage) {
        stage.ctl("stop", "celery:worker_02", "celery:worker_05");
        stage.ctl("status");
        stage.ctl("pid", "celery:worker_02");
        stage.ctl("tail", "celery:worker_02");
        stage.ctl("start", "celery:worker_05", "celery:worker_02");
        stage.ctl("restart", "celery:beat");
        stage.ctl("signal", "CONT", "celery:worker_01");
        stage.ctl("clear", "celery:worker_00");
        stage.ctl("tail", "celery:worker_00");
        stage.ctl("start", "worker_00");
        stage.ctl("stop", "celery:worker_99");
    }

    private static void controlTheGroup(Stage stage) {
        stage.ctlInAnyOrder("stop", "celery:*");
        stage.ctl("stop", "celery:*");
        stage.ctl("status");
        stage.ctl("pid", "all");
        stage.ctlInAnyOrder("start", "celery:*");
        stage.ctl("start", "celery:*");
        stage.ctlInAnyOrder("restart", "celery:*");
        stage.ctlInAnyOrder("stop", "all");
        stage.ctlInAnyOrder("start", "all");
        stage.ctl("status");
    }

    private static void makeItLarger(Stage stage) {
        stage.sandbox().rewrite(WORKER_CONF, text -> text.replace("numprocs=8", "numprocs=10"));
        stage.ctl("reread");
        stage.ctl("start", "celery:worker_09");
        stage.ctl("update");
        awaitFarm(stage, 10);
        stage.ctl("status");
        stage.ctl("tail", "celery:worker_09");
        stage.ctl("update");
    }

    private static void makeMistakes(Stage stage) {
        String good = stage.sandbox().read(WORKER_CONF);
        stage.sandbox().write(WORKER_CONF, good.replace("stopwaitsecs=600", "stopwaitsecs=ten minutes"));
        stage.ctl("reread");
        stage.sandbox().write(WORKER_CONF, good.replace("@%%h", "@%(nosuch)s"));
        stage.ctl("reread");
        stage.sandbox().write(WORKER_CONF, good.replace("process_name=", ";process_name="));
        stage.ctl("reread");
        stage.sandbox().write(WORKER_CONF, good.replace("KEY=\"v w\"", "KEY=v w"));
        stage.ctl("reread");
        stage.sandbox().write(WORKER_CONF, good.replace("[program:worker]", "[program:laborer]"));
        stage.ctl("reread");
        stage.ctl("update");
        stage.sandbox().write(WORKER_CONF, good);
        stage.ctl("reread");
    }

    private static void addAndRemoveAnother(Stage stage) {
        stage.sandbox().write(FLOWER_CONF, "[program:flower]\ncommand = sleep 3600 ; stands for flower\nstartsecs=0\n");
        stage.ctl("reread");
        stage.ctl("update", "celery");
        stage.ctl("update", "flower");
        stage.awaitState("RUNNING", "flower");
        stage.ctl("status", "flower", "flower:*");
        stage.ctl("restart", "flower");
        stage.ctl("remove", "flower");
        stage.sandbox().delete(FLOWER_CONF);
        stage.ctl("reread");
        stage.ctl("update");
        stage.ctl("status", "flower");
    }
}
