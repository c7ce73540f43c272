// Reads the record and fills the page.

function worstLayer(layers) {
  const lossy = layers.filter((layer) => isNumber(layer.local));
  return lossy.reduce((worst, layer) => (layer.local < worst.local ? layer : worst), lossy[0]) || layers[0];
}

function showLayers(run) {
  const layers = run.layers.map((layer, index) => ({ ...layer, index }));
  const home = section("layers");
  home.append(make("h2", { id: "layers-title" }, "Layers"));
  if (layers.length === 0) {
    home.append(make("p", {}, "The model has no layers."));
    return;
  }
  const announced = make("p", { class: "hidden", role: "status" });
  const choose = (layer) => {
    view.show(layer);
    table.mark(layer);
    if (line) line.mark(layer);
    announced.textContent = "Shown: " + layer.op + " " + layer.node;
  };
  const view = detail(linksOf(layers), choose);
  const table = layerTable(layers, choose);
  const line = profile(layers, choose);
  home.append(
    make("p", { class: "lead" }, "Local is the error that a layer adds by itself, accumulated that with all errors before it. ",
      layers.some((layer) => isNumber(layer.sensitivity))
        ? "Sensitivity is what the outputs lose by the layer; \u2248 marks an estimate. " : "",
      "Choose a layer to see its values, their range and its neighbours."),
    line ? line.figure : "",
    make("div", {}, table.filters, table.status, table.table), view.panel, announced);
  choose(worstLayer(layers));
  announced.textContent = "";
}

const run = JSON.parse(section("run").textContent);
showMasthead(run);
showVerdict(run);
showFigures(run);
showWarnings(run);
showLayers(run);
showSteps(run);
showOrigin(run);
