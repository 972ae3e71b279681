package org.supervisor4j.daemon.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.graph.DependencyGraph.Node;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.model.Namespec;

class DependencyGraphTest {
    /** {@code group:process=needs}, of a program that is called as the process without its number. */
    private static DependencyGraph graph(String... nodes) {
        List<Node> all = new ArrayList<>();
        for (String node : nodes) {
            int equals = node.indexOf('=');
            Namespec name = Namespec.parse(node.substring(0, equals));
            all.add(new Node(
                    name,
                    String.valueOf(name.process()).replaceAll("_[0-9]+$", ""),
                    needs(node.substring(equals + 1))));
        }
        return DependencyGraph.of(all);
    }

    private static List<Dependency> needs(String text) {
        try {
            return Dependency.all(text);
        } catch (InvalidValueException mistake) {
            throw new AssertionError(mistake);
        }
    }

    private static List<Namespec> names(String... names) {
        List<Namespec> all = new ArrayList<>();
        for (String name : names) {
            all.add(Namespec.parse(name));
        }
        return all;
    }

    @Test
    void whereNobodyNeedsAnybodyThereIsNothingToKnow() {
        assertThat(graph("a=", "b=")).isSameAs(DependencyGraph.EMPTY);
        assertThat(DependencyGraph.EMPTY.inStartOrder(names("b", "a"))).isEqualTo(names("b", "a"));
        assertThat(DependencyGraph.EMPTY.needs(Namespec.parse("a"))).isEmpty();
    }

    @Test
    void aBareWordIsAProgramWithAllItsProcessesWhereverTheyAre() {
        DependencyGraph graph = graph("w:w_0=", "w:w_1=", "g:w_7=", "web=w");

        assertThat(graph.needs(Namespec.parse("web")).get(0).members()).isEqualTo(names("w:w_0", "w:w_1", "g:w_7"));
        assertThat(graph.dependants(Namespec.parse("w:w_1"))).isEqualTo(names("web"));
    }

    @Test
    void aStarIsAllOfAGroupAndAColonOneOfItsProcessesOrPrograms() {
        DependencyGraph graph = graph("g:a_0=", "g:a_1=", "g:b_0=", "all=g:*", "one=g:a_1", "some=g:a");

        assertThat(graph.needs(Namespec.parse("all")).get(0).members()).isEqualTo(names("g:a_0", "g:a_1", "g:b_0"));
        assertThat(graph.needs(Namespec.parse("one")).get(0).members()).isEqualTo(names("g:a_1"));
        assertThat(graph.needs(Namespec.parse("some")).get(0).members()).isEqualTo(names("g:a_0", "g:a_1"));
    }

    @Test
    void whoIsCalledByNobodysNameIsTold() {
        DependencyGraph graph = graph("a=b, nobody:ready", "b=");

        assertThat(graph.unmatched())
                .containsExactly(
                        new DependencyGraph.Unmatched(Namespec.parse("a"), Dependency.on("nobody", Condition.READY)));
        assertThat(graph.level(Namespec.parse("a"))).isEqualTo(1);
    }

    @Test
    void aWayRoundIsShownFromAProcessBackToIt() {
        assertThat(graph("x=a", "a=b", "b=c", "c=a", "d=").cycle()).isEqualTo(names("a", "b", "c", "a"));
        assertThat(graph("a=a").cycle()).isEqualTo(names("a", "a"));
        assertThat(graph("g:a=g:*", "g:b=").cycle()).isEqualTo(names("g:a", "g:a"));
        assertThat(graph("x=a", "a=b", "b=").cycle()).isEmpty();
    }

    @Test
    void whatGoesRoundCanBeTakenOut() {
        DependencyGraph graph = graph("x=a", "a=b", "b=a", "c=d", "d=c").withoutCycles();

        assertThat(graph.cycle()).isEmpty();
        assertThat(graph.dependants(Namespec.parse("a"))).contains(Namespec.parse("x"));
    }

    @Test
    void levelsCountFromThoseThatNeedNobody() {
        DependencyGraph graph = graph("db=", "migrate=db", "web=db, migrate", "other=");

        assertThat(names("db", "migrate", "web", "other").stream().map(graph::level))
                .containsExactly(0, 1, 2, 0);
    }

    @Test
    void theStartOrderKeepsTheGivenOneWhereItMay() {
        DependencyGraph graph = graph("a=", "web=migrate", "b=", "migrate=db", "db=", "c=");

        assertThat(graph.inStartOrder(names("a", "web", "b", "migrate", "db", "c")))
                .isEqualTo(names("a", "db", "migrate", "web", "b", "c"));
        assertThat(graph.inStartOrder(names("web", "db"))).isEqualTo(names("db", "web"));
    }

    /** A hub that several need must not be taken for done while it is only begun. */
    @Test
    void theStartOrderHoldsWhereSeveralNeedTheSame() {
        DependencyGraph graph = graph("top=x, p", "x=p", "p=q", "q=");

        assertThat(graph.inStartOrder(names("top", "x", "p", "q"))).isEqualTo(names("q", "p", "x", "top"));
    }

    @Test
    void dependantsAndNeedsGoByWayOfOthers() {
        DependencyGraph graph = graph("db=", "migrate=db", "web=migrate", "mail=", "cron=mail");

        assertThat(graph.allDependants(names("db"))).containsExactlyInAnyOrderElementsOf(names("migrate", "web"));
        assertThat(graph.allNeeds(names("web"))).containsExactlyInAnyOrderElementsOf(names("migrate", "db"));
        assertThat(graph.relatives(names("migrate")))
                .containsExactlyInAnyOrderElementsOf(names("db", "migrate", "web"));
        assertThat(graph.relatives(names("mail"))).containsExactlyInAnyOrderElementsOf(names("mail", "cron"));
    }

    @Test
    void inAThousandGraphsByChanceAllOrdersAgree() {
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            int count = 1 + random.nextInt(12);
            String[] nodes = new String[count];
            for (int i = 0; i < count; i++) {
                StringBuilder needs = new StringBuilder();
                for (int j = 0; j < i; j++) {
                    needs.append(random.nextInt(3) == 0 ? " p" + j : "");
                }
                nodes[i] = "p" + i + "=" + needs;
            }
            DependencyGraph graph = graph(nodes);
            List<Namespec> all = new ArrayList<>();
            for (int i = count - 1; i >= 0; i--) {
                all.add(Namespec.parse("p" + i));
            }

            List<Namespec> order = graph.inStartOrder(all);

            assertThat(order).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(all);
            assertThat(graph.cycle()).isEmpty();
            Set<Namespec> started = new HashSet<>();
            for (Namespec name : order) {
                for (DependencyGraph.Need need : graph.needs(name)) {
                    assertThat(started).as("seed %d: before %s", seed, name).containsAll(need.members());
                    need.members().forEach(member -> {
                        assertThat(graph.level(member)).isLessThan(graph.level(name));
                        assertThat(graph.dependants(member)).contains(name);
                        assertThat(graph.allDependants(List.of(member))).contains(name);
                        assertThat(graph.allNeeds(List.of(name))).contains(member);
                    });
                }
                started.add(name);
            }
        }
    }

    @Test
    void thousandsThatNeedThousandsAreNoTrouble() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            nodes.add(new Node(new Namespec("broker", "broker_" + i), "broker", List.of()));
            nodes.add(new Node(new Namespec("worker", "worker_" + i), "worker", needs("broker")));
        }

        DependencyGraph graph = DependencyGraph.of(nodes);

        assertThat(graph.level(new Namespec("worker", "worker_4999"))).isEqualTo(1);
        assertThat(graph.allDependants(List.of(new Namespec("broker", "broker_0"))))
                .hasSize(5000);
        assertThat(graph.inStartOrder(nodes.stream().map(Node::name).toList()).get(9999))
                .isEqualTo(new Namespec("worker", "worker_4999"));
    }
}
