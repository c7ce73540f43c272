// The error along the model: a line for accumulated SQNR, a point a layer for its own.

const PROFILE = { width: 1000, height: 170, left: 44, right: 8, top: 10, bottom: 24 };

function profile(layers, choose) {
  const shown = layers.filter((layer) => isNumber(layer.accumulated) || isNumber(layer.local));
  if (shown.length < 2) return undefined;
  const values = shown.flatMap((layer) => [layer.accumulated, layer.local]).filter(isNumber);
  const low = Math.min(0, Math.floor(Math.min(...values) / 10) * 10);
  const high = Math.min(100, Math.ceil(Math.max(...values) / 10) * 10);
  const x = (layer) => PROFILE.left +
    (layer.index / Math.max(1, layers.length - 1)) * (PROFILE.width - PROFILE.left - PROFILE.right);
  const y = (value) => PROFILE.top +
    ((high - Math.min(value, high)) / (high - low || 1)) * (PROFILE.height - PROFILE.top - PROFILE.bottom);
  const step = high - low > 60 ? 20 : 10;
  const grid = [];
  for (let level = low; level <= high; level += step) {
    grid.push(
      draw("line", { class: "grid", x1: PROFILE.left, x2: PROFILE.width - PROFILE.right, y1: y(level), y2: y(level) }),
      draw("text", { x: PROFILE.left - 8, y: y(level) + 4, "text-anchor": "end" }, minus(String(level))));
  }
  const line = shown.filter((layer) => isNumber(layer.accumulated))
    .map((layer) => x(layer).toFixed(1) + "," + y(layer.accumulated).toFixed(1)).join(" ");
  const points = shown.filter((layer) => isNumber(layer.local)).map((layer) => {
    const point = draw("circle", { class: layer.integer ? "integer" : "float", cx: x(layer), cy: y(layer.local), r: 4 },
      draw("title", {}, layer.node + ": " + decibel(layer.local)));
    point.addEventListener("click", () => choose(layer));
    return point;
  });
  const cursor = draw("line", { class: "cursor", y1: PROFILE.top, y2: PROFILE.height - PROFILE.bottom, visibility: "hidden" });
  const figure = make("figure", { class: "profile" },
    draw("svg", { viewBox: "0 0 " + PROFILE.width + " " + PROFILE.height, role: "img",
      "aria-label": "SQNR along the model, in dB; the table has the numbers" },
    grid, cursor, draw("polyline", { class: "accumulated", points: line }), points,
    draw("text", { x: PROFILE.left, y: PROFILE.height - 6 }, "input"),
    draw("text", { x: PROFILE.width - PROFILE.right, y: PROFILE.height - 6, "text-anchor": "end" }, "output")),
    make("figcaption", {},
      make("span", { class: "key line", "aria-hidden": "true" }), "accumulated SQNR in dB, with all errors before it",
      make("span", { class: "key dot", "aria-hidden": "true" }), "local SQNR, the layer by itself, in integers",
      make("span", { class: "key dot float", "aria-hidden": "true" }), "or in float"));
  const mark = (layer) => {
    cursor.setAttribute("x1", x(layer));
    cursor.setAttribute("x2", x(layer));
    cursor.setAttribute("visibility", "visible");
  };
  return { figure, mark };
}
