package dev.vernier.spark.vector;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.AggregateFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * {@code vernier.fit(vector, scheme [, calibrator [, granularity]])}: the grid of a group's
 * vectors, null if it has none. The other arguments must be the same in all rows.
 */
final class FitFunction implements AggregateFunction<FitState, InternalRow> {

    private static final long serialVersionUID = 1L;
    private static final int MOST_ARGUMENTS = 4;

    private final int arguments;

    FitFunction() {
        this(2);
    }

    private FitFunction(int arguments) {
        this.arguments = arguments;
    }

    /**
     * The function with so many arguments.
     *
     * @throws UnsupportedOperationException if there is none
     */
    FitFunction of(int number) {
        if (number < 2 || number > MOST_ARGUMENTS) {
            throw new UnsupportedOperationException(
                    "arguments of fit must be vector, scheme, and may be calibrator and 'column' or"
                            + " 'dimension'; arguments="
                            + number);
        }
        return new FitFunction(number);
    }

    @Override
    public DataType[] inputTypes() {
        DataType[] types = new DataType[arguments];
        Arrays.fill(types, DataTypes.StringType);
        types[0] = VectorArguments.VECTOR;
        return types;
    }

    @Override
    public DataType resultType() {
        return VectorArguments.GRID;
    }

    @Override
    public String name() {
        return "fit";
    }

    @Override
    public String canonicalName() {
        return "dev.vernier.fit";
    }

    @Override
    public FitState newAggregationState() {
        return new FitState();
    }

    @Override
    public FitState update(FitState state, InternalRow row) {
        Optional<float[]> vector = VectorArguments.vector(row, 0);
        if (vector.isPresent()) {
            state.add(vector.get(), text(row, 1, ""), text(row, 2, "min-max"), isPerDimension(row));
        }
        return state;
    }

    private boolean isPerDimension(InternalRow row) {
        return switch (text(row, 3, "column").toLowerCase(Locale.ROOT)) {
            case "column" -> false;
            case "dimension" -> true;
            default ->
                    throw new IllegalArgumentException(
                            "granularity must be column or dimension; granularity="
                                    + text(row, 3, ""));
        };
    }

    private String text(InternalRow row, int ordinal, String otherwise) {
        return ordinal < arguments ? row.getUTF8String(ordinal).toString() : otherwise;
    }

    @Override
    public FitState merge(FitState left, FitState right) {
        return left.merge(right);
    }

    @Override
    @SuppressWarnings("NullAway") // null is how Spark says that a group has no vectors
    public InternalRow produceResult(FitState state) {
        return state.grid().map(VectorArguments::row).orElse(null);
    }
}
