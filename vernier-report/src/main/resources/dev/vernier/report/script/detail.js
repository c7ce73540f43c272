// All that is known of the chosen layer.

function detail(links, choose) {
  const panel = make("article", { class: "detail", id: "detail", "aria-labelledby": "detail-title" });
  const logarithm = { on: true };

  /** The layer whose values tell most: itself, else what it reads as integers. */
  function source(layer) {
    const read = layer.quantizedInputs.map((value) => links.producer.get(value));
    return [layer, ...read].find((each) => each && each.distribution);
  }

  function values(own) {
    const layer = source(own);
    if (!layer) {
      return make("div", {}, make("h4", {}, "Values"),
        make("p", { class: "quiet" }, "No values of " + (own.tensor || "this layer") + " were collected."));
    }
    const holder = make("div", {}, histogram(layer, logarithm.on));
    const box = make("input", { type: "checkbox", id: "logarithmic" });
    box.checked = logarithm.on;
    box.addEventListener("change", () => {
      logarithm.on = box.checked;
      holder.replaceChildren(histogram(layer, logarithm.on));
    });
    const title = layer === own ? "Values" : "Values it reads, from " + lastPart(layer.node);
    return make("div", {}, make("h4", {}, title), holder,
      make("p", { class: "toggle" }, box, make("label", { for: "logarithmic" }, " logarithmic counts")),
      histogramNote(layer));
  }

  function rangesAndWeights(own) {
    const layer = source(own);
    const parts = [
      ...(layer ? [make("h4", {}, "Ranges"), rangeTable(layer)] : []),
      ...(own.weight ? [make("h4", {}, "Weights by channel"), ...weightChart(own.weight)] : []),
    ];
    return parts.length > 0 ? make("div", {}, parts) : "";
  }

  function show(layer) {
    const facts = [
      ["Operator", layer.op],
      ["Runs in", (layer.integer ? "integers" : "float") + (layer.why ? ": " + layer.why : "")],
      ["Rule", layer.rule],
      ["Gives", layer.tensor + (layer.shape.length > 0 ? " [" + layer.shape.join(", ") + "]" : "")],
      ["Local SQNR", ratio(layer, layer.local)],
      ["Accumulated SQNR", ratio(layer, layer.accumulated)],
      ["Sensitivity", isNumber(layer.sensitivity) ? decibel(layer.sensitivity) + ", " + layer.sensitivityFrom : ""],
      ["Multiply-accumulates", large(layer.macs)],
      ["Codes", layer.activation ? layer.activation.type + ", scale " + plain(layer.activation.scale) +
        ", zero point " + layer.activation.zeroPoint : ""],
    ].filter(([, value]) => value !== "" && value !== NONE);
    panel.replaceChildren(
      make("h3", { id: "detail-title", title: layer.node }, layer.node || "(no name)"),
      make("div", {}, neighbourhood(layer, links, choose),
        make("dl", { class: "facts" }, facts.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]))),
      values(layer),
      rangesAndWeights(layer));
  }

  return { panel, show };
}
