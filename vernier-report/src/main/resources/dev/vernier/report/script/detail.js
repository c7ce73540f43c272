// All that is known of the chosen layer.

function detail(links, choose) {
  const panel = make("article", { class: "detail", id: "detail", "aria-labelledby": "detail-title" });
  const logarithm = { on: true };

  function values(layer) {
    if (!layer.distribution) {
      return [make("p", { class: "quiet" }, "No values of " + (layer.tensor || "this layer") + " were collected.")];
    }
    const holder = make("div", {}, histogram(layer, logarithm.on));
    const box = make("input", { type: "checkbox", id: "logarithmic" });
    box.checked = logarithm.on;
    box.addEventListener("change", () => {
      logarithm.on = box.checked;
      holder.replaceChildren(histogram(layer, logarithm.on));
    });
    return [holder, make("p", { class: "toggle" }, box, make("label", { for: "logarithmic" }, " logarithmic counts")),
      ...histogramNotes(layer)];
  }

  function show(layer) {
    const facts = [
      ["Operator", layer.op],
      ["Runs in", (layer.integer ? "integers" : "float") + (layer.why ? ": " + layer.why : "")],
      ["Rule", layer.rule],
      ["Gives", layer.tensor + (layer.shape.length > 0 ? " [" + layer.shape.join(", ") + "]" : "")],
      ["Local SQNR", ratio(layer, layer.local)],
      ["Accumulated SQNR", ratio(layer, layer.accumulated)],
      ["Sensitivity", isNumber(layer.sensitivity) ? decibel(layer.sensitivity) : ""],
      ["Codes", layer.activation ? layer.activation.type + ", scale " + plain(layer.activation.scale) +
        ", zero point " + layer.activation.zeroPoint : ""],
    ].filter(([, value]) => value !== "" && value !== NONE);
    panel.replaceChildren(
      make("h3", { id: "detail-title", title: layer.node }, layer.node || "(no name)"),
      neighbourhood(layer, links, choose),
      make("dl", { class: "facts" }, facts.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])),
      make("h4", {}, "Values"), ...values(layer));
    if (layer.weight) panel.append(make("h4", {}, "Weights by channel"), ...weightChart(layer.weight));
  }

  return { panel, show };
}
