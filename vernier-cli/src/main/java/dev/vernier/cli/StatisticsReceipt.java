package dev.vernier.cli;

import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command tells that wrote statistics.
 *
 * @param files what it wrote, the statistics file first if there is one
 * @param statistics what is in it
 * @param notes what a user should know of the samples
 */
record StatisticsReceipt(List<Path> files, StatisticsFile statistics, List<String> notes) {

    void tell(String command, Session session, String from) throws IOException {
        if (session.settings().json()) {
            session.printJson(command, json());
            return;
        }
        List<String> names = new ArrayList<>();
        List<String> sizes = new ArrayList<>();
        for (Path file : files) {
            names.add(file.toString());
            sizes.add(file.getFileName() + " " + Figures.bytes(Files.size(file)));
        }
        session.print(
                "%s\n  %s, %s: %s\n"
                        .formatted(
                                session.style().bold(from + " -> " + String.join(", ", names)),
                                Figures.count(statistics.samples(), "sample"),
                                Figures.count(statistics.tensors().size(), "tensor"),
                                String.join(", ", sizes)));
    }

    private Map<String, Object> json() throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("output", files.get(0).toString());
        json.put("exports", files.stream().skip(1).map(Path::toString).toList());
        json.put("modelSha256", statistics.model().sha256());
        json.put("samples", statistics.samples());
        json.put("tensors", statistics.tensors().size());
        json.put("bytes", Files.size(files.get(0)));
        json.put("notes", notes);
        return json;
    }
}
