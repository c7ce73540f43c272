// The table of layers: sorted by a column, filtered by words, operator and where it runs.

function columns(layers) {
  const any = (get) => layers.some((layer) => isNumber(get(layer)));
  const all = [
    { id: "index", head: "#", get: (layer) => layer.index, show: (layer) => layer.index + 1, number: true },
    { id: "node", head: "Layer", get: (layer) => layer.node },
    { id: "op", head: "Operator", get: (layer) => layer.op, show: (layer) => layer.op },
    { id: "local", head: "Local SQNR", get: (layer) => layer.local, show: (layer) => ratio(layer, layer.local), number: true, bar: true },
    { id: "accumulated", head: "Accumulated", get: (layer) => layer.accumulated, show: (layer) => ratio(layer, layer.accumulated), number: true, bar: true },
    { id: "sensitivity", head: "Sensitivity", get: (layer) => layer.sensitivity, show: loss, number: true, optional: true },
    { id: "runs", head: "Runs in", get: (layer) => (layer.integer ? "a" : "b") + layer.rule,
      show: (layer) => runsIn(layer) },
    { id: "range", head: "Range", get: (layer) => layer.activation && layer.activation.max - layer.activation.min,
      show: (layer) => (layer.activation ? range(layer.activation.min, layer.activation.max) : NONE), number: true },
    { id: "clipped", head: "Clipped", get: (layer) => layer.activation && layer.activation.clipped,
      show: (layer) => smallPercent(layer.activation && layer.activation.clipped), number: true },
    { id: "macs", head: "MACs", get: (layer) => layer.macs, show: (layer) => short(layer.macs), number: true, optional: true },
  ];
  return all.filter((column) => !column.optional || any(column.get));
}

function ratio(layer, value) {
  return layer.exact && !isNumber(value) ? "exact" : decibel(value);
}

/** What is only estimated is marked as such. */
function loss(layer) {
  return (layer.sensitivityFrom === "estimated" ? "\u2248 " : "") + decibel(layer.sensitivity);
}

function runsIn(layer) {
  return [
    make("span", { class: "tag " + (layer.integer ? "integer" : "float") }, layer.integer ? "integers" : "float"),
    layer.integer || layer.rule === "" ? "" : make("span", { class: "rule", title: layer.why }, layer.rule),
  ];
}

/** Absent values come last, whichever way. */
function compareBy(column, down) {
  return (a, b) => {
    const [x, y] = [column.get(a), column.get(b)];
    const missing = (x === undefined || x === null) - (y === undefined || y === null);
    if (missing !== 0) return missing;
    const order = x === y || x === undefined || x === null ? 0
      : typeof x === "string" ? x.localeCompare(y, "en", { numeric: true }) : x - y;
    return order === 0 ? a.index - b.index : down ? -order : order;
  };
}

function layerTable(layers, choose) {
  const all = columns(layers);
  const state = { column: all[0], down: false, words: "", op: "", runs: "" };
  const body = make("tbody");
  const status = make("p", { class: "status", role: "status" });
  const rows = new Map(layers.map((layer) => [layer, layerRow(layer, all, choose)]));
  const heads = all.map((column) => {
    const button = make("button", { type: "button" }, column.head, make("span", { class: "sort", "aria-hidden": "true" }));
    const head = make("th", { scope: "col", class: column.number && "number" }, button);
    button.addEventListener("click", () => {
      state.down = state.column === column && !state.down;
      state.column = column;
      update();
    });
    return head;
  });

  function update() {
    const words = state.words.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const shown = layers
      .filter((layer) => state.op === "" || layer.op === state.op)
      .filter((layer) => state.runs === "" || (state.runs === "integer") === layer.integer)
      .filter((layer) => words.every((word) => searched(layer).includes(word)))
      .sort(compareBy(state.column, state.down));
    body.replaceChildren(...shown.map((layer) => rows.get(layer)));
    heads.forEach((head, i) => {
      if (all[i] === state.column) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    status.textContent = shown.length === layers.length
      ? count(layers.length) + " layers" : count(shown.length) + " of " + count(layers.length) + " layers";
  }

  const table = make("table", { class: "layers" },
    make("caption", { class: "hidden" }, "Layers, in the order in which they run unless sorted otherwise"),
    make("thead", {}, make("tr", {}, heads)), body);
  body.addEventListener("keydown", moveByArrows);
  update();
  return {
    filters: filters(layers, state, update),
    status,
    table: make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of layers" }, table),
    mark(layer) {
      for (const [each, row] of rows) row.classList.toggle("chosen", each === layer);
      for (const [each, row] of rows) {
        row.querySelector("button").setAttribute("aria-pressed", String(each === layer));
      }
    },
  };
}

function searched(layer) {
  return (layer.node + " " + layer.op + " " + layer.tensor + " " + layer.rule).toLowerCase();
}

function layerRow(layer, all, choose) {
  const row = make("tr", {}, all.map((column) => {
    if (column.id === "node") {
      return make("th", { scope: "row" }, make("button", { type: "button", class: "name", title: layer.node, "aria-pressed": "false" },
        shortened(layer.node || "(no name)", 36)));
    }
    return make("td", { class: column.number && "number" }, column.show(layer));
  }));
  row.querySelector("button").addEventListener("click", (event) => {
    event.stopPropagation();
    choose(layer);
  });
  row.addEventListener("click", () => choose(layer));
  return row;
}

function moveByArrows(event) {
  const down = event.key === "ArrowDown";
  if (!down && event.key !== "ArrowUp") return;
  const row = event.target.closest("tr");
  const next = row && (down ? row.nextElementSibling : row.previousElementSibling);
  if (next) {
    event.preventDefault();
    next.querySelector("button").focus();
  }
}

function filters(layers, state, update) {
  const search = make("input", { type: "search", id: "filter-words", autocomplete: "off", spellcheck: "false" });
  const ops = [...new Set(layers.map((layer) => layer.op))].sort();
  const op = make("select", { id: "filter-op" },
    make("option", { value: "" }, "all"), ops.map((each) => make("option", { value: each }, each)));
  const runs = make("select", { id: "filter-runs" },
    make("option", { value: "" }, "both"), make("option", { value: "integer" }, "integers"), make("option", { value: "float" }, "float"));
  search.addEventListener("input", () => { state.words = search.value; update(); });
  op.addEventListener("change", () => { state.op = op.value; update(); });
  runs.addEventListener("change", () => { state.runs = runs.value; update(); });
  const field = (control, label) => make("p", {}, make("label", { for: control.id }, label), control);
  return make("form", { class: "filters", role: "search", "aria-label": "Layers" },
    field(search, "Name"), field(op, "Operator"), field(runs, "Runs in"));
}
