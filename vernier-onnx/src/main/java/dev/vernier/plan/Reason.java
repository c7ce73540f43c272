package dev.vernier.plan;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Why a node computes in integers or stays in float: the rules of placement, by the identifier that
 * plans and reports show.
 */
public enum Reason {
    WEIGHTED_KERNEL("weighted-kernel", "quantized input times quantized constant"),
    STORED_TABLE(
            "stored-table", "the table is stored in integers, rows become float when looked up"),
    DYNAMIC_KERNEL(
            "dynamic-kernel", "quantizes what it reads as it comes, times quantized constants"),
    JOINING_KERNEL("joining-kernel", "integer kernel between integer neighbours"),
    MOVED("moved", "moves integers without changing their scale"),
    QUANTIZED_INPUT(
            "quantized-input", "reads integers and fuses with what stands before or behind it"),
    CLIPPED_BY_RANGE("clipped-by-range", "the quantization before it cuts off the same values"),

    NOT_FLOAT("not-float", "computes shapes, indices or masks"),
    NO_KERNEL("no-integer-kernel", "the target has no integer kernel for this operator"),
    LOSSY_KERNEL("lossy-kernel", "the integer kernel for this operator would lose too much"),
    INSIDE_PATTERN("inside-pattern", "the runtime fuses the pattern around it in float"),
    NO_CONSTANT_WEIGHT("no-constant-weight", "neither side is constant"),
    CONSTANT_LEFT("constant-left", "only the right side of the product may be constant"),
    WEIGHT_TYPE("weight-type", "the weight is not float32"),
    WEIGHT_RANK("weight-rank", "the weight has fewer than two axes"),
    EMPTY_WEIGHT("empty-weight", "the weight has no elements"),
    SQUARED("squared", "its result is squared, in which eight bits lose all but the largest"),
    VECTOR_INPUT("vector-input", "the runtime multiplies a single vector in float"),
    SCALED_PRODUCT("scaled-product", "the integer kernel takes no alpha, beta or transA"),
    BIAS_FORM("bias-form", "the bias is not one constant a channel"),
    SMALL_TABLE("small-table", "storing the table in integers would save too little"),
    TABLE_FORM(
            "table-form", "only rows of a two-dimensional constant table are stored in integers"),
    CELL_FORM("cell-form", "the integer kernel takes neither peepholes nor the batch in front"),
    ATTENTION_FORM(
            "attention-form",
            "the integer kernel takes neither other sizes of Q, K and V nor what is added to the"
                    + " scores"),
    POOL_FORM(
            "pool-form",
            "the integer kernel takes no dilations, nor counted padding with rounding up"),
    CONSTANT_OPERAND("constant-operand", "an operand is constant"),
    FLOAT_INPUT("float-input", "an input stays in float, so integers would cost a conversion"),
    FLOAT_OUTPUT("float-output", "nothing behind it reads integers"),
    NOT_CLIPPED_BY_RANGE("not-clipped-by-range", "no quantization before it cuts off these values"),
    MIXED_RANGES("mixed-ranges", "one scale for all its inputs would lose one of them"),
    NARROW_CONVOLUTION(
            "narrow-convolution", "too few channels for the integer units of the target"),
    VECTOR_PRODUCT(
            "vector-product", "a single row or column: reading the weights decides the time"),
    NOT_FUSED("not-fused", "no product in integers beside it, so integers would cost a conversion"),
    SHARED_TWICE("shared-twice", "an input shares its scale with another Concat"),
    NO_WIDE_KERNEL(
            "no-wide-kernel",
            "no integer kernel takes the types that values were given by override"),
    NOT_SEEN("not-seen", "no sample gave it a finite value"),
    NONFINITE_WEIGHT("nonfinite-weight", "a constant that it reads holds NaN or infinity"),
    QUANTIZED_BEFORE("quantized-before", "quantized already, or beside what is"),
    EXCLUDED("excluded", "left in float because the user asked for it"),
    SENSITIVE("sensitive", "left in float to keep the accuracy that was asked for"),
    BODY("body", "inside the body of an operator in which no value can be watched");

    private static final Set<Reason> INTEGER =
            Collections.unmodifiableSet(EnumSet.range(WEIGHTED_KERNEL, CLIPPED_BY_RANGE));

    private final String id;
    private final String sentence;

    Reason(String id, String sentence) {
        this.id = id;
        this.sentence = sentence;
    }

    /** The stable identifier, in lower case with hyphens. */
    public String id() {
        return id;
    }

    /** What it means, as half a sentence. */
    public String sentence() {
        return sentence;
    }

    /** Whether a node with this reason computes, moves or stores integers. */
    public boolean isInteger() {
        return INTEGER.contains(this);
    }

    /** The reason with this identifier. */
    public static Optional<Reason> ofId(String id) {
        return Arrays.stream(values()).filter(reason -> reason.id.equals(id)).findFirst();
    }
}
