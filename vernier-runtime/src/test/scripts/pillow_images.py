"""Makes the images that ImageFileTest compares with. Run with Pillow 12.0: later ones may take
columns before rows, which changes the last bit of some pixels.

python pillow_images.py ../resources/images
"""

import random
import sys
from pathlib import Path

from PIL import Image, ImageOps

FILTERS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}
SIZES = [(40, 30), (17, 53), (90, 20), (61, 45), (1, 1), (130, 97)]


def source() -> Image.Image:
    """Noise, gradients and hard edges, so that clamping and rounding show."""
    rng = random.Random(7)
    image = Image.new("RGB", (61, 45))
    for y in range(45):
        for x in range(61):
            if x < 20:
                pixel = tuple(rng.randrange(256) for _ in range(3))
            elif x < 40:
                pixel = (x * 6 % 256, y * 5 % 256, (x + y) * 3 % 256)
            else:
                pixel = (255, 0, 255) if (x // 3 + y // 4) % 2 else (0, 255, 0)
            image.putpixel((x, y), pixel)
    return image


def main(folder: Path) -> None:
    image = source()
    image.save(folder / "source.png")
    for name, kernel in FILTERS.items():
        for width, height in SIZES:
            resized = image.resize((width, height), kernel)
            resized.save(folder / f"{name}-{width}x{height}.png")

    small = Image.new("RGB", (3, 2))
    for i in range(6):
        small.putpixel((i % 3, i // 3), (i * 40, 255 - i * 40, 128))
    big = small.resize((24, 16), Image.Resampling.NEAREST)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        stored = folder / f"turned-{orientation}.jpg"
        big.save(stored, quality=95, subsampling=0, exif=exif)
        with Image.open(stored) as decoded:
            ImageOps.exif_transpose(decoded).save(folder / f"turned-{orientation}.png")
            untouched = Image.frombytes(decoded.mode, decoded.size, decoded.tobytes())
            untouched.save(folder / f"exif-{orientation}.png", optimize=True, exif=exif)
    image.convert("L").save(folder / "grey.png")
    image.convert("P").save(folder / "palette.png")
    image.convert("RGBA").save(folder / "alpha.png")
    image.convert("CMYK").save(folder / "cmyk.jpg", quality=95, subsampling=0)
    wide = Image.new("I;16", (4, 1))
    for x in range(4):
        wide.putpixel((x, 0), x * 0x1111)
    wide.save(folder / "wide.png")


main(Path(sys.argv[1]))
