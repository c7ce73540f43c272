package dev.vernier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.data.ImagePreprocessing.Layout;
import dev.vernier.data.ImagePreprocessing.Order;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSamplesTest {

    private final Path folder;

    ImageSamplesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static ModelInputs model(long... dimensions) {
        Dimension batch = Dimension.named("batch");
        List<Dimension> rest =
                java.util.stream.LongStream.of(dimensions).mapToObj(Dimension::of).toList();
        return Passes.inputs(
                ValueInfo.tensor(
                        "x",
                        ElementType.FLOAT,
                        new Shape(
                                java.util.stream.Stream.concat(
                                                java.util.stream.Stream.of(batch), rest.stream())
                                        .toList())));
    }

    private void plain(String name, int width, int height, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, rgb);
            }
        }
        ImageIO.write(image, "png", folder.resolve(name).toFile());
    }

    private List<Sample> read(ImagePreprocessing steps, ModelInputs inputs) throws IOException {
        DataOptions options = DataOptions.DEFAULT.withImages(steps);
        try (Samples samples = Samples.open(folder, options)) {
            return Passes.all(samples, inputs);
        }
    }

    @Test
    void imagenetIsScaledAndNormalized() throws IOException {
        plain("b.png", 300, 400, 0x336699);
        plain("a.png", 20, 10, 0xFFFFFF);

        List<Sample> samples = read(ImagePreprocessing.IMAGENET, model(3, 224, 224));

        assertThat(Passes.names(samples)).containsExactly("a.png", "b.png");
        SampleTensor b = tensor(samples.get(1));
        assertThat(b).hasToString("float[1,3,224,224]");
        assertThat(b.floats()[0]).isEqualTo((float) ((0x33 / 255.0 - 0.485) / 0.229));
        assertThat(b.floats()[224 * 224]).isEqualTo((float) ((0x66 / 255.0 - 0.456) / 0.224));
        assertThat(b.floats()[2 * 224 * 224]).isEqualTo((float) ((0x99 / 255.0 - 0.406) / 0.225));
    }

    private static SampleTensor tensor(Sample sample) {
        return sample.inputs().values().iterator().next();
    }

    @Test
    void orderLayoutAndNumbersCanBeGiven() throws IOException {
        plain("a.png", 8, 8, 0x102030);
        ImagePreprocessing steps =
                ImagePreprocessing.parse(
                        "resize=none,crop=4,filter=bicubic,order=bgr,divisor=1,mean=1:2:3,std=1:2:4");

        SampleTensor x = tensor(read(steps, model(4, 6, 3)).get(0));

        assertThat(x).hasToString("float[1,4,6,3]");
        assertThat(x.floats()).startsWith((0x30 - 3) / 4f, (0x20 - 2) / 2f, 0x10 - 1);
    }

    @Test
    void parsesSettingsOneByOne() {
        ImagePreprocessing steps =
                ImagePreprocessing.parse("imagenet,resize=232,filter=bicubic,layout=nhwc");

        assertThat(steps.shorterSide()).isEqualTo(OptionalInt.of(232));
        assertThat(steps.filter()).isEqualTo(ResizeFilter.BICUBIC);
        assertThat(steps.layout()).contains(Layout.NHWC);
        assertThat(steps.order()).isEqualTo(Order.RGB);
        assertThat(ImagePreprocessing.parse("imagenet")).isEqualTo(ImagePreprocessing.IMAGENET);
    }

    @Test
    void presetsCanBeChanged() {
        ImagePreprocessing caffe = ImagePreprocessing.parse("caffe,crop=200");

        assertThat(caffe.order()).isEqualTo(Order.BGR);
        assertThat(caffe.divisor()).isEqualTo(1);
        assertThat(caffe.mean()).containsExactly(123.68, 116.779, 103.939);
        assertThat(caffe.crop()).isEqualTo(200);
        assertThat(ImagePreprocessing.parse("clip").filter()).isEqualTo(ResizeFilter.BICUBIC);
        assertThat(ImagePreprocessing.parse("inception").crop()).isEqualTo(299);
        assertThat(ImagePreprocessing.parse("unit").shorterSide()).isEmpty();
    }

    @Test
    void sizesMayComeInAnyOrder() {
        ImagePreprocessing small = ImagePreprocessing.parse("caffe,resize=100,crop=64");

        assertThat(small.shorterSide()).hasValue(100);
        assertThat(small.crop()).isEqualTo(64);
        assertThat(ImagePreprocessing.parse("caffe,crop=64,resize=100")).isEqualTo(small);
        assertThat(ImagePreprocessing.parse("crop=384,resize=400"))
                .isEqualTo(ImagePreprocessing.parse("resize=400,crop=384"));
        assertThatThrownBy(() -> ImagePreprocessing.parse("resize=100"))
                .hasMessageContaining("fit the resized side; crop=224, resize=100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tensorflow",
                "resize=9,caffe",
                "crop=0",
                "crop=x",
                "mean=1:2",
                "std=0:1:1",
                "order=rbg",
                "a=b"
            })
    void refusesUnknownSettings(String text) {
        assertThatThrownBy(() -> ImagePreprocessing.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherSizeKeepsTheSameShareOfTheImage() throws IOException {
        plain("a.png", 500, 400, 0);

        assertThat(tensor(read(ImagePreprocessing.IMAGENET, model(3, 299, 299)).get(0)))
                .hasToString("float[1,3,299,299]");
    }

    @Test
    void refusesImagesWithoutPreprocessing() throws IOException {
        plain("a.png", 8, 8, 0);

        try (Samples samples = Samples.open(folder, DataOptions.DEFAULT)) {
            assertThatThrownBy(() -> Passes.all(samples, model(3, 224, 224)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("--preprocess");
        }
    }

    @Test
    void refusesModelsThatTakeNoImage() throws IOException {
        plain("a.png", 8, 8, 0);

        assertThatThrownBy(() -> read(ImagePreprocessing.IMAGENET, model(1, 28, 28)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("3 channels");
        assertThatThrownBy(() -> read(ImagePreprocessing.IMAGENET, Passes.X2))
                .isInstanceOf(DataException.class);
    }
}
