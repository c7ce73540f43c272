package dev.vernier.spark.vector;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The functions for SQL, as a catalog: {@code --conf
 * spark.sql.catalog.vernier=dev.vernier.spark.vector.VernierFunctions}, or {@link #register}.
 *
 * <pre>{@code
 * vernier.fit(vector, scheme [, calibrator [, 'column' | 'dimension']])  aggregate: the grid
 * vernier.quantize(vector, grid)                                         binary codes
 * vernier.dequantize(codes, grid)                                        the vector they stand for
 * }</pre>
 */
public final class VernierFunctions implements FunctionCatalog {

    static final String QUANTIZE = "vernier.quantize";
    static final String DEQUANTIZE = "vernier.dequantize";

    private static final String CONFIGURATION = "spark.sql.catalog.vernier";

    private static final Map<String, String> DESCRIPTIONS = new TreeMap<>();
    private static final Map<String, Supplier<BoundFunction>> FUNCTIONS = new TreeMap<>();

    static {
        add("fit", "the grid of a column of vectors", FitFunction::new);
        add("quantize", "the codes of a vector", QuantizeFunction::new);
        add("dequantize", "the vector of codes", DequantizeFunction::new);
    }

    private String name = "";

    private static void add(String name, String description, Supplier<BoundFunction> function) {
        DESCRIPTIONS.put(name, description);
        FUNCTIONS.put(name, function);
    }

    /** For Spark, which creates the catalog by its name. */
    public VernierFunctions() {}

    /** Makes the functions known to a session; once is enough. */
    public static void register(SparkSession session) {
        session.conf().set(CONFIGURATION, VernierFunctions.class.getName());
    }

    @Override
    public void initialize(String catalog, CaseInsensitiveStringMap options) {
        name = catalog;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Identifier[] listFunctions(String[] namespace) {
        return FUNCTIONS.keySet().stream()
                .map(function -> Identifier.of(namespace, function))
                .toArray(Identifier[]::new);
    }

    @Override
    public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
        Supplier<BoundFunction> function = FUNCTIONS.get(identifier.name());
        if (function == null || identifier.namespace().length > 0) {
            throw new NoSuchFunctionException(identifier);
        }
        return new Unbound(identifier.name(), function);
    }

    private record Unbound(String name, Supplier<BoundFunction> function)
            implements UnboundFunction {

        @Override
        public BoundFunction bind(StructType arguments) {
            BoundFunction bound = function.get();
            return bound instanceof FitFunction fit ? fit.of(arguments.size()) : bound;
        }

        @Override
        public String description() {
            return name + ": " + DESCRIPTIONS.get(name);
        }
    }
}
