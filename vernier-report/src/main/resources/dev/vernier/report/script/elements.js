// Elements from tag, attributes and children. Text becomes text nodes, whatever it holds.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== "") {
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
  return element;
}

function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function section(id) {
  return document.getElementById(id);
}

function hidden(text) {
  return make("span", { class: "hidden" }, text);
}

/** A table of rows; the first cell of each row is its header. */
function smallTable(caption, heads, rows, kind = "") {
  return make(
    "table",
    { class: "small " + kind },
    make("caption", {}, caption),
    make("thead", {}, make("tr", {}, heads.map((head, i) =>
      make("th", { scope: "col", class: i > 0 && "number" }, head)))),
    make("tbody", {}, rows.map((cells) =>
      make("tr", {}, cells.map((cell, i) =>
        i === 0 ? make("th", { scope: "row" }, cell) : make("td", { class: "number" }, cell))))),
  );
}
