// The node with what it reads and what reads it, and where the values between are integers.

const BOX = { width: 128, height: 40, gap: 12, column: 166 };
const MOST_NEIGHBOURS = 4;

function linksOf(layers) {
  const producer = new Map();
  const consumers = new Map();
  for (const layer of layers) {
    layer.outputs.forEach((value) => producer.set(value, layer));
    for (const value of new Set(layer.inputs)) {
      consumers.set(value, [...(consumers.get(value) || []), layer]);
    }
  }
  return { producer, consumers };
}

function neighbourhood(layer, links, choose) {
  const before = [...new Set(layer.inputs)].map((value) => ({
    layer: links.producer.get(value), name: value, codes: layer.quantizedInputs.includes(value),
  }));
  const after = layer.outputs.flatMap((value) => (links.consumers.get(value) || []).map((reader) => ({
    layer: reader, name: reader.node, codes: reader.quantizedInputs.includes(value),
  })));
  const rows = Math.max(1, Math.min(before.length, MOST_NEIGHBOURS), Math.min(after.length, MOST_NEIGHBOURS));
  const more = before.length > MOST_NEIGHBOURS || after.length > MOST_NEIGHBOURS;
  const height = rows * (BOX.height + BOX.gap) - BOX.gap + (more ? 20 : 0) + 2;
  const middle = 1 + (rows * (BOX.height + BOX.gap) - BOX.gap) / 2;
  const top = (list, i) => {
    const shown = Math.min(list.length, MOST_NEIGHBOURS);
    return middle - (shown * (BOX.height + BOX.gap) - BOX.gap) / 2 + i * (BOX.height + BOX.gap);
  };
  const center = { x: BOX.column, y: middle - BOX.height / 2 };
  const shapes = [];
  const place = (list, column) => {
    list.slice(0, MOST_NEIGHBOURS).forEach((other, i) => {
      const at = { x: column * BOX.column, y: top(list, i) };
      shapes.unshift(...(column === 0 ? edge(at, center, other.codes) : edge(center, at, other.codes)));
      shapes.push(box(other.layer, other.name, at, choose));
    });
    if (list.length > MOST_NEIGHBOURS) {
      shapes.push(draw("text", { x: column * BOX.column + BOX.width / 2, y: height - 6, "text-anchor": "middle" },
        "and " + (list.length - MOST_NEIGHBOURS) + " more"));
    }
  };
  place(before, 0);
  place(after, 2);
  shapes.push(box(layer, layer.node, center));
  return draw("svg", { class: "neighbourhood", viewBox: "0 0 " + (2 * BOX.column + BOX.width) + " " + height, role: "group",
    "aria-label": "What " + layer.node + " reads and what reads it" }, shapes);
}

function edge(from, to, codes) {
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [x2, y2] = [to.x, to.y + BOX.height / 2];
  const bend = (x1 + x2) / 2;
  const line = draw("path", { class: codes ? "edge codes" : "edge", d: `M${x1},${y1}C${bend},${y1} ${bend},${y2} ${x2},${y2}` });
  const y = (y1 + y2) / 2;
  return codes
    ? [line, draw("rect", { class: "pair", x: bend - 17, y: y - 8, width: 34, height: 16, rx: 8 }),
      draw("text", { class: "pair", x: bend, y: y + 3.5, "text-anchor": "middle" }, "Q DQ")]
    : [line];
}

/** Without {@code choose} it is the node itself; without a layer a model input. */
function box(layer, name, at, choose) {
  const kind = !layer ? "outside" : layer.integer ? "integer" : "float";
  const active = layer && choose;
  const words = layer ? layer.op : "model input";
  const group = draw("g", active
    ? { class: "box " + kind, role: "button", tabindex: 0, "aria-label": words + " " + name }
    : { class: "box " + kind + (layer ? " own" : "") },
  draw("title", {}, layer ? layer.node : name),
  draw("rect", { x: at.x, y: at.y, width: BOX.width, height: BOX.height, rx: 4 }),
  draw("text", { class: "op", x: at.x + 8, y: at.y + 16 }, shortened(words, 18)),
  draw("text", { class: "name", x: at.x + 8, y: at.y + 31 }, shortened(lastPart(layer ? layer.node : name), 19)));
  if (active) {
    group.addEventListener("click", () => choose(layer));
    group.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose(layer);
      }
    });
  }
  return group;
}
