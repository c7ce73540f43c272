package dev.vernier.cli;

import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command tells that wrote a statistics file.
 *
 * @param output the file
 * @param statistics what is in it
 * @param notes what a user should know of the samples
 */
record StatisticsReceipt(Path output, StatisticsFile statistics, List<String> notes) {

    void tell(String command, Session session, String title) throws IOException {
        long bytes = Files.size(output);
        if (session.settings().json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("output", output.toString());
            json.put("modelSha256", statistics.model().sha256());
            json.put("samples", statistics.samples());
            json.put("tensors", statistics.tensors().size());
            json.put("bytes", bytes);
            json.put("notes", notes);
            session.printJson(command, json);
        } else {
            session.print(
                    "%s\n  %s of %s, %s\n"
                            .formatted(
                                    session.style().bold(title),
                                    Figures.count(statistics.samples(), "sample"),
                                    Figures.count(statistics.tensors().size(), "tensor"),
                                    Figures.bytes(bytes)));
        }
    }
}
