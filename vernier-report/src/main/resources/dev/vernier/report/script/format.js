// Numbers and names in the words of the page.

const NONE = "\u2013";

function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

/** Four significant digits, without an exponent where that can be read. */
function plain(value) {
  if (!isNumber(value)) return NONE;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return minus(value.toExponential(2));
  return minus(String(Number(value.toPrecision(4))));
}

function minus(text) {
  return text.replace(/-/g, "\u2212");
}

function count(value) {
  return isNumber(value) ? Math.round(value).toLocaleString("en-US") : NONE;
}

/** 1234567 as 1.2 million. */
function large(value) {
  if (!isNumber(value)) return NONE;
  for (const [unit, size] of [["billion", 1e9], ["million", 1e6], ["thousand", 1e3]]) {
    if (value >= size) return (value / size).toFixed(value < 10 * size ? 1 : 0) + " " + unit;
  }
  return String(value);
}

/** 1234567 as 1.2 M. */
function short(value) {
  return large(value).replace(/ ([a-z]).*/, (words, unit) => " " + (unit === "t" ? "k" : unit === "b" ? "G" : "M"));
}

function bytes(value) {
  for (const [unit, size] of [["GB", 2 ** 30], ["MB", 2 ** 20], ["KB", 2 ** 10]]) {
    if (value >= size) return (value / size).toFixed(1) + " " + unit;
  }
  return value + " B";
}

function millis(value) {
  return value.toFixed(value < 10 ? 2 : 1) + " ms";
}

function decibel(value) {
  return isNumber(value) ? minus(value.toFixed(1)) + " dB" : NONE;
}

function percent(share, digits = 2) {
  return isNumber(share) ? minus((100 * share).toFixed(digits)) + " %" : NONE;
}

/** A share that is small but not zero must not read as zero. */
function smallPercent(share) {
  if (!isNumber(share)) return NONE;
  if (share > 0 && share < 0.0001) return "< 0.01 %";
  return share === 0 ? "0" : percent(share);
}

function range(min, max) {
  return plain(min) + " \u2026 " + plain(max);
}

function times(ratio) {
  return ratio.toFixed(1) + "\u00d7";
}

/** Both ends of a long name: what is dropped stands in the middle. */
function shortened(name, most) {
  if (name.length <= most) return name;
  const tail = Math.ceil((most - 1) * 0.65);
  return name.slice(0, most - 1 - tail) + "\u2026" + name.slice(-tail);
}

function lastPart(name) {
  const parts = name.split("/").filter((part) => part !== "");
  return parts.length === 0 ? name : parts.slice(-2).join("/");
}
