// The first screen: verdict with its reasons, figures before and after, warnings; and the last
// one: accuracy steps, and how to make it again.

const LEVELS = {
  SHIP: { mark: "\u2713", word: "Ready to ship", reason: "Good" },
  LOOK: { mark: "!", word: "Look first", reason: "Look at this" },
  STOP: { mark: "\u2715", word: "Do not ship", reason: "Stops it" },
};

function showMasthead(run) {
  document.title = "Vernier: " + run.origin.model;
  section("masthead").append(
    make("p", { class: "brand" }, "Vernier report"),
    make("p", { class: "files" },
      make("span", {}, run.origin.model),
      make("span", { class: "arrow", "aria-hidden": "true" }, " \u2192 "), hidden(" to "),
      make("span", {}, run.origin.output),
      make("span", { class: "quiet" }, " for " + run.target)),
  );
}

function showVerdict(run) {
  const level = LEVELS[run.verdict.level];
  section("verdict").append(
    make("p", { class: "level " + run.verdict.level.toLowerCase() },
      make("span", { class: "mark", "aria-hidden": "true" }, level.mark), level.word),
    make("h1", { id: "verdict-title" }, run.verdict.sentence),
    make("ul", { class: "reasons" }, run.verdict.reasons.map((reason) =>
      make("li", { class: reason.level.toLowerCase() },
        make("span", { class: "mark", "aria-hidden": "true" }, LEVELS[reason.level].mark),
        hidden(LEVELS[reason.level].reason + ": "),
        make("span", {}, reason.text + ".")))),
  );
}

/** A figure of both models, with bars whose lengths are in proportion. */
function beforeAfter(label, pair, words, gain) {
  const most = Math.max(pair.original, pair.quantized) || 1;
  const bar = (value, kind) =>
    draw("svg", { class: "bar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
      draw("rect", { class: kind, width: Math.max(0.5, (100 * value) / most), height: 6, rx: 1 }));
  return make("div", { class: "figure" },
    make("h3", {}, label),
    make("p", { class: "gain" }, gain),
    make("dl", {},
      make("dt", {}, "float"), make("dd", {}, words(pair.original)),
      make("dd", { class: "track" }, bar(pair.original, "before")),
      make("dt", {}, "quantized"), make("dd", {}, words(pair.quantized)),
      make("dd", { class: "track" }, bar(pair.quantized, "after"))));
}

function worstOutput(run) {
  return run.outputs.reduce((worst, output) =>
    (output.sqnr ?? Infinity) < (worst.sqnr ?? Infinity) ? output : worst, run.outputs[0]);
}

function quality(run) {
  const samples = count(run.comparedSamples) + (run.comparedSamples === 1 ? " sample" : " samples");
  if (run.task) {
    const change = 100 * (run.task.score.quantized - run.task.score.original);
    return beforeAfter("Quality: " + run.task.metric, run.task.score, percent,
      (change > 0 ? "+" : "") + minus(change.toFixed(2)) + " points");
  }
  const worst = worstOutput(run);
  return make("div", { class: "figure" },
    make("h3", {}, "Quality, without labels"),
    make("p", { class: "gain" }, worst && isNumber(worst.sqnr) ? decibel(worst.sqnr) : "exact"),
    make("dl", {},
      make("dt", {}, "cosine"), make("dd", {}, worst ? worst.cosine.toFixed(5) : NONE),
      make("dt", {}, "largest error"), make("dd", {}, worst ? plain(worst.largestError) : NONE),
      make("dt", {}, "compared on"), make("dd", {}, samples)));
}

function integerShare(macs) {
  const total = macs.total || 1;
  const lost = Math.max(0, macs.planned - macs.integer);
  const parts = [
    ["integer", macs.integer, "in integers"],
    ["lost", lost, "planned, but run in float"],
    ["float", Math.max(0, macs.total - macs.integer - lost), "in float"],
  ];
  let at = 0;
  const bars = parts.map(([kind, value]) => {
    const width = (100 * value) / total;
    const bar = draw("rect", { class: kind, x: at, width, height: 8 });
    at += width;
    return bar;
  });
  return make("div", { class: "share" },
    make("h3", {}, "Multiply-accumulates of one run: " + large(macs.total)),
    draw("svg", { class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" }, bars),
    make("ul", { class: "legend" }, parts.filter(([, value]) => value > 0).map(([kind, value, words]) =>
      make("li", {}, make("span", { class: "swatch " + kind, "aria-hidden": "true" }),
        make("b", {}, percent(value / total, 1)), " " + words))));
}

function showFigures(run) {
  const outputs = run.outputs.map((output) => [
    output.name,
    isNumber(output.sqnr) ? decibel(output.sqnr) : "exact",
    output.cosine.toFixed(5),
    plain(output.largestError),
  ]);
  const faster = run.millis.original / run.millis.quantized;
  section("figures").append(
    make("h2", { id: "figures-title" }, "Before and after"),
    make("div", { class: "row" },
      beforeAfter("Size", run.bytes, bytes,
        times(run.bytes.original / run.bytes.quantized) + " smaller"),
      beforeAfter("Time of a run, median", run.millis, millis,
        faster >= 1 ? times(faster) + " faster" : times(1 / faster) + " slower"),
      quality(run)),
    integerShare(run.multiplyAccumulates),
    make("details", { class: "outputs", open: run.outputs.length <= 4 },
      make("summary", {}, "Outputs, over " + count(run.comparedSamples) + " samples"),
      smallTable("Signal to quantization noise (SQNR), cosine and largest error of each output",
        ["Output", "SQNR", "Cosine", "Largest error"], outputs)),
  );
}

function showWarnings(run) {
  if (run.warnings.length === 0) {
    section("warnings").remove();
    return;
  }
  section("warnings").append(
    make("h2", { id: "warnings-title" }, "What to look at"),
    make("ul", { class: "warnings" }, run.warnings.map((warning) =>
      make("li", {}, make("p", {}, warning.text),
        warning.fix && make("p", { class: "fix" }, make("b", {}, "Fix: "), warning.fix)))),
  );
}

function showSteps(run) {
  if (run.steps.length === 0) {
    section("steps").remove();
    return;
  }
  section("steps").append(
    make("h2", { id: "steps-title" }, "What each accuracy step gained"),
    smallTable("SQNR on samples that were held out", ["Step", "Before", "After", "Gain", "Kept", "What it changed"],
      run.steps.map((step) => [
        step.name,
        decibel(step.before),
        decibel(step.after),
        isNumber(step.before) && isNumber(step.after)
          ? (step.after >= step.before ? "+" : "") + decibel(step.after - step.before) : NONE,
        step.kept ? "yes" : "no",
        step.detail,
      ])),
  );
}

function showOrigin(run) {
  const origin = run.origin;
  const facts = [
    ["Float model", origin.model], ["SHA-256", origin.modelSha256],
    ["Quantized model", origin.output], ["SHA-256", origin.outputSha256],
    ["Plan, SHA-256", origin.planSha256], ["Statistics, SHA-256", origin.statisticsSha256],
    ["Calibrated on", isNumber(run.calibrationSamples) ? count(run.calibrationSamples) + " samples" : undefined],
    ["Vernier", origin.vernier], ["ONNX Runtime", origin.runtime], ["Java", origin.java],
    ["Processor", origin.processor],
  ].filter(([, value]) => value);
  section("origin").append(
    make("h2", { id: "origin-title" }, "To make it again"),
    make("pre", { class: "command", tabindex: 0, role: "region", "aria-label": "The command" }, make("code", {}, origin.command)),
    make("dl", { class: "facts" }, facts.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])),
  );
}
