package dev.vernier;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.Samples;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Real models that anybody can fetch, each with some samples of the kind that it was made for. */
final class PublicModels {

    private static final long SEED = 20260101;

    /**
     * A model and what it is fed.
     *
     * @param name as the file is called
     * @param file the float model
     * @param samples a few
     */
    record PublicModel(String name, Path file, Samples samples) {
        @Override
        public String toString() {
            return name;
        }
    }

    private PublicModels() {}

    /**
     * All of them: MiniLM, the PP-OCR models, and what is below the folder named by {@code
     * -Dvernier.more.models=FOLDER}.
     *
     * @param folder where to put those that come in jars
     */
    static List<PublicModel> in(Path folder) throws IOException {
        List<PublicModel> models = new ArrayList<>();
        models.add(miniLm(folder));
        models.add(reader("ch_ppocr_mobile_v2.0_cls_infer", 48, 192, folder));
        models.add(reader("ch_PP-OCRv3_det_infer", 320, 320, folder));
        models.add(reader("ch_PP-OCRv4_det_infer", 320, 320, folder));
        models.add(reader("ch_PP-OCRv3_rec_infer", 48, 320, folder));
        models.add(reader("ch_PP-OCRv4_rec_infer", 48, 320, folder));
        String more = System.getProperty("vernier.more.models", "");
        if (!more.isEmpty()) {
            try (Stream<Path> files = Files.walk(Path.of(more))) {
                files.filter(file -> file.toString().endsWith(".onnx"))
                        .sorted()
                        .map(file -> new PublicModel(file.toString(), file, Samples.random(2, 1)))
                        .forEach(models::add);
            }
        }
        return models;
    }

    private static PublicModel miniLm(Path folder) throws IOException {
        Path text = folder.resolve("sentences.txt");
        Files.write(
                text,
                List.of(
                        "A vernier reads between the marks.",
                        "Yes.",
                        "Measure twice, cut once, and write the figure down before you forget it.",
                        "The caliper lay on the bench beside a steel rule and three drill bits."));
        return new PublicModel(
                "all-minilm-l6-v2",
                MiniLmFiles.model(folder),
                Samples.text(text, MiniLmFiles.tokenizer(folder)));
    }

    private static PublicModel reader(String name, int height, int width, Path folder)
            throws IOException {
        Path file = folder.resolve(name + ".onnx");
        try (InputStream in = PublicModels.class.getResourceAsStream("/models/" + name + ".onnx")) {
            if (in == null) {
                throw new IllegalStateException(name + " must be on the class path");
            }
            Files.copy(in, file);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SampleTensor picture = lines(height, width, random);
            samples.add(new Sample("lines[" + i + "]", Map.of("x", picture)));
        }
        return new PublicModel(name, file, Samples.of(samples));
    }

    /** Lines of dark strokes on paper, (1, 3, height, width), from -1 to 1. */
    private static SampleTensor lines(int height, int width, SplittableRandom random) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = image.createGraphics();
        pen.setColor(new Color(200 + random.nextInt(56), 200, 200));
        pen.fillRect(0, 0, width, height);
        pen.setColor(Color.BLACK);
        pen.setStroke(new BasicStroke(3));
        for (int top = 8; top + 32 < height + 8; top += 64) {
            for (int left = 8; left + 16 < width; left += 20) {
                for (int stroke = 0; stroke < 3; stroke++) {
                    pen.drawLine(
                            left + random.nextInt(16),
                            top + random.nextInt(32),
                            left + random.nextInt(16),
                            top + random.nextInt(32));
                }
            }
        }
        pen.dispose();
        float[] values = new float[3 * height * width];
        for (int i = 0; i < values.length; i++) {
            int pixel = i % (height * width);
            int grey = image.getRaster().getSample(pixel % width, pixel / width, 0);
            values[i] = grey / 127.5f - 1;
        }
        return SampleTensor.ofFloats(new long[] {1, 3, height, width}, values);
    }
}
