// The values of a tensor as bars, the chosen range over them, the ranges of other calibrators
// under them; and the weights of each channel.

const PLOT = { width: 400, bars: 120, left: 6, right: 6, top: 8, ruler: 24, axis: 18 };

function plotScale(from, to) {
  const width = PLOT.width - PLOT.left - PLOT.right;
  return (value) => PLOT.left + (Math.min(Math.max((value - from) / (to - from || 1), 0), 1)) * width;
}

function histogram(layer, logarithmic) {
  const seen = layer.distribution;
  const x = plotScale(seen.from, seen.to);
  const height = (value) => (logarithmic ? Math.log1p(value) : value);
  const most = Math.max(...seen.counts.map(height), 1e-9);
  const bin = (PLOT.width - PLOT.left - PLOT.right) / seen.counts.length;
  const floor = PLOT.top + PLOT.bars;
  const chosen = layer.activation;
  const shapes = [];
  if (chosen) {
    const [low, high] = [x(chosen.min), x(chosen.max)];
    shapes.push(draw("rect", { class: "range", x: low, y: PLOT.top, width: Math.max(1, high - low), height: PLOT.bars }));
  }
  seen.counts.forEach((value, i) => {
    if (value === 0) return;
    const tall = Math.max(1, (PLOT.bars * height(value)) / most);
    const middle = seen.from + ((i + 0.5) * (seen.to - seen.from)) / seen.counts.length;
    const outside = chosen && (middle < chosen.min || middle > chosen.max);
    shapes.push(draw("rect", { class: outside ? "outside" : "value", x: PLOT.left + i * bin + 0.25, y: floor - tall,
      width: Math.max(0.5, bin - 0.5), height: tall }));
  });
  if (chosen) {
    for (const end of [x(chosen.min), x(chosen.max)]) {
      shapes.push(draw("line", { class: "end", x1: end, x2: end, y1: PLOT.top, y2: floor }));
    }
  }
  shapes.push(draw("line", { class: "axis", x1: PLOT.left, x2: PLOT.width - PLOT.right, y1: floor, y2: floor }));
  shapes.push(
    draw("text", { x: PLOT.left, y: floor + 14 }, plain(seen.from)),
    draw("text", { x: PLOT.width - PLOT.right, y: floor + 14, "text-anchor": "end" }, plain(seen.to)));
  const roomForZero = Math.min(x(0) - x(seen.from), x(seen.to) - x(0)) > 60;
  if (roomForZero) {
    shapes.push(draw("text", { x: x(0), y: floor + 14, "text-anchor": "middle" }, "0"));
  }
  const rulers = seen.alternatives.map((other, i) => {
    const y = floor + PLOT.axis + 22 + i * PLOT.ruler;
    const [low, high] = [x(other.min), x(other.max)];
    const words = other.calibrator + (isNumber(other.sqnr) ? " " + decibel(other.sqnr) : "");
    const label = low < PLOT.width / 2 ? { x: low } : { x: high, "text-anchor": "end" };
    return draw("g", { class: isUsed(other, chosen) ? "ruler used" : "ruler" },
      draw("path", { d: `M${low},${y - 3}v6M${low},${y}H${high}M${high},${y - 3}v6` }),
      draw("text", { ...label, y: y - 6 }, words));
  });
  const tallness = floor + PLOT.axis + 8 + seen.alternatives.length * PLOT.ruler;
  return draw("svg", { class: "histogram", viewBox: "0 0 " + PLOT.width + " " + tallness, role: "img",
    "aria-label": "Histogram of " + count(seen.count) + " values between " + range(seen.min, seen.max) },
  shapes, rulers);
}

/** Whether a calibrator would have chosen what was chosen, to half a step of the codes. */
function isUsed(other, chosen) {
  return Boolean(chosen) && [other.min - chosen.min, other.max - chosen.max]
    .every((difference) => Math.abs(difference) <= chosen.scale / 2);
}

/** What the drawing cannot tell: values beyond its window and beyond the range. */
function histogramNote(layer) {
  const seen = layer.distribution;
  const chosen = layer.activation;
  const beyond = seen.below + seen.above;
  return make("p", { class: "quiet" },
    count(seen.count) + " values from " + plain(seen.min) + " to " + plain(seen.max) +
    (beyond > 0 ? "; " + count(beyond) + " lie beyond the drawing" : "") +
    (chosen && isNumber(chosen.clipped) ? "; " + smallPercent(chosen.clipped) + " are clipped" : "") + ".");
}

/** The range that is used, and those that the calibrators would choose. */
function rangeTable(layer) {
  const { alternatives } = layer.distribution;
  const chosen = layer.activation;
  const rows = alternatives.map((other) => [
    isUsed(other, chosen) ? make("b", {}, other.calibrator + ", used") : other.calibrator,
    range(other.min, other.max), decibel(other.sqnr)]);
  if (chosen && !alternatives.some((other) => isUsed(other, chosen))) {
    rows.unshift([make("b", {}, chosen.calibrator + ", used"), range(chosen.min, chosen.max), NONE]);
  }
  return smallTable("What each calibrator chooses, and the SQNR to expect", ["Calibrator", "Range", "SQNR"], rows);
}

function weightChart(weight) {
  const groups = weight.largest.length;
  const most = Math.max(...weight.largest, 1e-30);
  const wide = (PLOT.width - PLOT.left - PLOT.right) / groups;
  const tall = 80;
  const bars = weight.largest.map((largest, i) => {
    const top = (tall * largest) / most;
    const inner = (tall * weight.smallest[i]) / most;
    return [
      draw("rect", { class: "spread", x: PLOT.left + i * wide + 0.5, y: PLOT.top + tall - top, width: Math.max(1, wide - 1), height: Math.max(1, top) }),
      draw("rect", { class: "value", x: PLOT.left + i * wide + 0.5, y: PLOT.top + tall - inner, width: Math.max(1, wide - 1), height: Math.max(0.5, inner) }),
    ];
  });
  return [
    draw("svg", { class: "histogram", viewBox: "0 0 " + PLOT.width + " " + (tall + 30), role: "img",
      "aria-label": "Largest weight of each channel, up to " + plain(most) },
    bars.flat(),
    draw("line", { class: "axis", x1: PLOT.left, x2: PLOT.width - PLOT.right, y1: PLOT.top + tall, y2: PLOT.top + tall }),
    draw("text", { x: PLOT.left, y: PLOT.top + tall + 14 }, "channel 1"),
    draw("text", { x: PLOT.width - PLOT.right, y: PLOT.top + tall + 14, "text-anchor": "end" }, count(weight.channels))),
    make("p", { class: "quiet" }, weight.tensor + ": " + weight.type + ", " +
      (weight.channels === 1 ? "one scale" : count(weight.channels) + " scales") +
      "; ranges reach from \u00b1" + plain(Math.min(...weight.smallest)) + " to \u00b1" + plain(most) +
      (groups < weight.channels ? "; a bar is a group of neighbouring channels, its light part their spread" : "") + "."),
  ];
}
