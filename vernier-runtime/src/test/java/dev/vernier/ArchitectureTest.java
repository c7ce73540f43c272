package dev.vernier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The table of contents, executable: each package and all that it may use, in the order of the
 * flow.
 */
class ArchitectureTest {

    private static final String ROOT = "dev.vernier";

    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    /** Package -> the packages of ours that it may use. */
    private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

    static {
        MAY_USE.put("kernel", List.of());
        MAY_USE.put("numeric", List.of("kernel"));
        MAY_USE.put("statistics", List.of("kernel", "numeric"));
        MAY_USE.put("calibrator", List.of("kernel", "numeric", "statistics"));
        MAY_USE.put("graph", List.of());
        MAY_USE.put("model", List.of("graph", "numeric"));
        MAY_USE.put("prepare", List.of("graph", "model", "numeric"));
        MAY_USE.put("json", List.of("graph"));
        MAY_USE.put("target", List.of("graph", "json", "numeric"));
        MAY_USE.put("lint", List.of("graph", "model", "numeric", "target"));
        MAY_USE.put(
                "plan",
                List.of(
                        "graph",
                        "json",
                        "model",
                        "prepare",
                        "target",
                        "numeric",
                        "statistics",
                        "calibrator"));
        MAY_USE.put("diff", List.of("graph", "model", "plan", "numeric", "statistics"));
        MAY_USE.put("rewrite", List.of("graph", "model", "prepare", "plan", "target", "numeric"));
        MAY_USE.put("data", List.of("graph", "model", "numeric"));
        MAY_USE.put("runner", List.of("graph", "model", "data"));
        MAY_USE.put("collect", List.of("graph", "model", "data", "runner", "statistics"));
        MAY_USE.put("exchange", List.of("data", "numeric", "statistics", "calibrator"));
        MAY_USE.put("evaluate", List.of("graph", "model", "data", "runner", "plan", "numeric"));
        MAY_USE.put(
                "improve",
                List.of(
                        "graph", "model", "target", "plan", "rewrite", "data", "runner",
                        "numeric"));
        MAY_USE.put(
                "sensitivity",
                List.of(
                        "graph",
                        "model",
                        "target",
                        "plan",
                        "rewrite",
                        "data",
                        "runner",
                        "evaluate",
                        "numeric",
                        "statistics",
                        "calibrator"));
    }

    @Test
    void dataFlowsOneWay() {
        MAY_USE.forEach(
                (name, allowed) -> {
                    String[] ours =
                            MAY_USE.keySet().stream()
                                    .filter(other -> !other.equals(name))
                                    .filter(other -> !allowed.contains(other))
                                    .map(other -> ROOT + "." + other + "..")
                                    .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(ROOT + "." + name + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(ours)
                            .because(name + " may use " + allowed)
                            .check(PRODUCT);
                });
    }

    @Test
    void everyPackageIsOnTheList() {
        List<String> packages =
                PRODUCT.stream()
                        .map(type -> type.getPackageName())
                        .distinct()
                        .filter(name -> !name.equals(ROOT))
                        .map(name -> name.substring(ROOT.length() + 1))
                        .map(
                                name ->
                                        name.contains(".")
                                                ? name.substring(0, name.indexOf('.'))
                                                : name)
                        .distinct()
                        .toList();

        assertThat(packages).containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
    }

    @Test
    void nothingImportsTheFacade() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(PRODUCT);
    }

    @Test
    void noCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void eachLibraryHasOnePlace() {
        onlyIn("model", "com.google.protobuf..", "ai.onnx.proto..", "org.bytedeco..");
        onlyIn("runner", "ai.onnxruntime..");
        onlyIn("data", "ai.djl..");
        onlyIn("improve", "org.ejml..");
    }

    private static void onlyIn(String name, String... libraries) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .check(PRODUCT);
    }

    @Test
    void coreNeedsTheJdkOnly() {
        classes()
                .that()
                .resideInAnyPackage(
                        ROOT + ".kernel..",
                        ROOT + ".numeric..",
                        ROOT + ".statistics..",
                        ROOT + ".calibrator..",
                        ROOT + ".graph..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ROOT + "..")
                .check(PRODUCT);
    }
}
