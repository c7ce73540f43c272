package dev.vernier.prepare.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recurrent layers: Y is [sequence, directions, batch, hidden], the last states lack the sequence.
 *
 * <p>Source: ONNX operators LSTM-14, GRU-14, RNN-14; layout 1 has the batch first.
 */
final class RecurrentInference {

    static final Map<String, Inference> TABLE =
            Map.of(
                    "LSTM", RecurrentInference::recurrent,
                    "GRU", RecurrentInference::recurrent,
                    "RNN", RecurrentInference::recurrent);

    private RecurrentInference() {}

    private static List<Known> recurrent(Operands operands) {
        List<Expression> input = operands.shape(0);
        if (input.size() != 3 || operands.node().attribute("layout", 0) != 0) {
            throw new NotProven("input must be [sequence, batch, features]");
        }
        Expression directions = operands.shape(1).get(0);
        Optional<Long> hidden =
                operands.node().attribute("hidden_size").isPresent()
                        ? Optional.of(operands.node().attribute("hidden_size", 0))
                        : Optional.empty();
        Expression width =
                hidden.map(Expression::of)
                        .orElseGet(() -> operands.shape(2).get(operands.shape(2).size() - 1));
        List<Known> outputs = new ArrayList<>();
        outputs.add(
                Known.of(operands.type(0), List.of(input.get(0), directions, input.get(1), width)));
        Known state = Known.of(operands.type(0), List.of(directions, input.get(1), width));
        outputs.add(state);
        outputs.add(state);
        return outputs;
    }
}
