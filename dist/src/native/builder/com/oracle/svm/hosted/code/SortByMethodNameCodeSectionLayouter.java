package com.oracle.svm.hosted.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.oracle.svm.hosted.image.NativeImage;
import com.oracle.svm.hosted.meta.HostedMethod;

import jdk.graal.compiler.code.CompilationResult;

/** Methods named in the file -Dsupervisor4j.order, in its order, and then the rest by name: what a usual run needs lies together. */
public class SortByMethodNameCodeSectionLayouter implements CodeSectionLayouter {
    @Override
    public List<HostedMethod> layout(Map<HostedMethod, CompilationResult> compilations) {
        Map<String, Integer> places = new HashMap<>();
        String file = System.getProperty("supervisor4j.order");
        if (file != null) {
            try {
                for (String name : Files.readAllLines(Path.of(file))) {
                    places.putIfAbsent(name, places.size());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        List<HostedMethod> all = new ArrayList<>(compilations.keySet());
        Map<HostedMethod, Integer> place = new HashMap<>();
        for (HostedMethod method : all) {
            Integer at = places.get(NativeImage.localSymbolNameForMethod(method));
            if (at != null) {
                place.put(method, at);
            }
        }
        System.out.println("supervisor4j.order: " + place.size() + " of " + places.size() + " names found, " + all.size() + " methods");
        all.sort(Comparator.comparingInt((HostedMethod m) -> place.getOrDefault(m, Integer.MAX_VALUE))
                        .thenComparing((HostedMethod m) -> m.format("%H.%n(%P):%R")));
        return all;
    }
}
