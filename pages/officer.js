"use strict";
// What happens at the doors, and what the officer does there.

/// The cards of the gates by name: each is made once and then changed, so that a button stays under the finger.
const cards = new Map();

/// One gate: how it is, and the things to be done, the most urgent first.
function gateCard(name) {
  if (cards.has(name)) return cards.get(name);
  const button = (key, act) => make("button", { type: "button", "data-act": act, "data-gate": name, "data-key": key });
  const card = make("article", {}, make("h3"), make("p", { className: "call" }), make("p", { className: "because" }),
    make("div", { className: "row" }, button("ui.admit", "admit"), button("ui.override", "override"), button("ui.acknowledge", "acknowledge"), button("ui.forgive", "passback-forgive")),
    make("dl"), make("ul", { className: "wrong" }));
  cards.set(name, card);
  return card;
}

function showGate(gate) {
  const card = gateCard(gate.name);
  const part = (selector) => card.querySelector(selector);
  const waits = gate.referral !== undefined;
  const sounds = gate.alarm === "sounding";
  card.className = "gate" + (waits ? " waits" : "") + (sounds ? " alarm" : "");
  fill(part("h3"), gate.name, " ", make("span", { className: "quiet" }, t("direction." + gate.direction)));
  fill(part(".call"), waits ? t("ui.waiting", Math.ceil(gate.referral)) : t("ui.admit-idle"));
  const reason = waits ? state.events.findLast((event) => event.gate === gate.name && event.verdict === "refer")?.reason : undefined;
  fill(part(".because"), ...(reason ? [make("b", {}, t("why." + reason)), ". ", t("why." + reason + ".next")] : []));
  for (const button of card.querySelectorAll("button")) fill(button, t(button.dataset.key));
  const [admit, , acknowledge, forgive] = card.querySelectorAll("button");
  admit.className = "primary";
  admit.disabled = !waits;
  acknowledge.className = sounds ? "danger" : "";
  acknowledge.disabled = !sounds;
  forgive.className = "plain";
  // An exit refuses nobody.
  forgive.hidden = gate.direction === "exit";
  fill(part("dl"), ...gateTerms(gate));
  fill(part(".wrong"), ...wrongs(gate));
}

/// How many are inside, and how many may be.
function showOccupancy() {
  const counted = state.status?.occupancy;
  byId("counted").hidden = !counted;
  if (!counted) return;
  const { capacity, inside, drift } = counted;
  const room = capacity === undefined ? "" : " · " + (counted.is_full ? t("inside.full") : t("ui.room", Math.max(0, capacity - inside)));
  byId("inside").textContent = `${t("ui.inside")}: ${inside}${room}`;
  byId("inside").classList.toggle("full", counted.is_full);
  const drifted = drift.timed_out + drift.unmatched + drift.left_over > 0;
  fill(byId("occupancy"), ...terms([
    [t("ui.capacity"), capacity === undefined ? t("ui.no-capacity") : `${capacity} (${t("ui.percent", counted.percentage)})`],
    [t("ui.level"), counted.level ?? t("ui.no-level")],
    counted.daily_cap !== undefined && [t("ui.today-cap"), t("ui.of", counted.admitted, counted.daily_cap)],
    counted.waiting > 0 && [t("ui.waiting-full"), counted.waiting],
    drifted && [t("ui.drift"), t("ui.drift-parts", drift.timed_out, drift.unmatched, drift.left_over)]]));
  const chosen = byId("levels").value;
  fill(byId("levels"), ...[0, 1, 2, 3, 4].map((level) => make("option", { value: String(level) }, level === 0 ? t("ui.no-level") : String(level))));
  // What is chosen and not yet set stays until the level changes.
  byId("levels").value = levelShown === counted.level ? chosen : String(counted.level ?? 0);
  levelShown = counted.level;
  showCurve();
}

let levelShown = null;
let curve = null;

/// How many were inside at most in each quarter of an hour, and how many may be.
function showCurve() {
  if (!curve) return;
  const capacity = state.status.occupancy.capacity;
  const most = Math.max(4, capacity ?? 0, ...curve.peaks.map((peak) => peak ?? 0)) * 1.08;
  const y = (value) => 124 - (value / most) * 112;
  const width = 480 / curve.peaks.length;
  const highest = Math.max(0, ...curve.peaks.map((peak) => peak ?? 0));
  const plot = draw("svg", { viewBox: "0 0 480 150", role: "img", class: "plot", "aria-label": `${t("ui.occupancy-note")}: ${highest}` });
  for (let hour = 0; hour < 24; hour += 6) {
    const minute = (curve.reset + hour * 60) % 1440;
    const time = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
    plot.append(draw("path", { d: `M${hour * 20} 6V124`, class: "grid" }), draw("text", { x: hour * 20 + 3, y: 144 }, time));
  }
  curve.peaks.forEach((peak, place) => {
    if (peak > 0) plot.append(draw("rect", { x: place * width, y: y(peak), width: width - 0.6, height: 124 - y(peak), class: "bar" }));
  });
  plot.append(draw("path", { d: "M0 124H480", class: "grid" }));
  if (capacity !== undefined) plot.append(draw("path", { d: `M0 ${y(capacity)}H480`, class: "limit" }), draw("text", { x: 476, y: y(capacity) + 14, "text-anchor": "end" }, `${t("ui.capacity")} ${capacity}`));
  fill(byId("curve"), plot);
}

async function curveOn() {
  while (true) {
    if (!document.hidden) {
      try {
        const answer = await ask("/api/occupancy-day");
        if (answer.ok) curve = answer.body;
        if (answer.ok && state.status?.occupancy) showCurve();
        if (answer.ok) showPhases();
      } catch { /* The stream says that the console is gone. */ }
    }
    await new Promise((done) => setTimeout(done, 20_000));
  }
}

/// How strictly each class is judged, and what observing showed.
function showPhases() {
  const phases = state.status?.phases;
  byId("judged").hidden = !phases;
  if (!phases) return;
  fill(byId("phases"), ...terms(Object.keys(phases).sort().map((name) => {
    const { phase, next, from, by_hand: byHand } = phases[name];
    return [t("class." + name), byHand ? t("ui.closed-by-hand") : next ? t("ui.phase-next", t("phase." + phase), t("phase." + next), from) : t("phase." + phase)];
  })));
  const isClosed = phases.visitor?.by_hand === true;
  byId("close").dataset.on = String(!isClosed);
  fill(byId("close"), t(isClosed ? "ui.reopen" : "ui.close"));
  const observed = curve?.observed ?? [];
  const sum = observed.reduce((total, { count }) => total + count, 0);
  byId("observed-sum").textContent = sum > 0 ? t("ui.observed", sum) : t("ui.observed-none");
  fill(byId("observed"), ...terms(observed.map(({ class: holder, reason, count, first, last }) => {
    const people = t("ui.observed-" + (holder ?? "unverified"), count);
    return [t("why." + reason), first ? t("ui.observed-when", people, first.slice(11), last.slice(11)) : people];
  })));
}

function show() {
  showBar();
  showLost();
  const gates = state.status?.gates ?? [];
  const shown = gates.map((gate) => gateCard(gate.name));
  const before = [...byId("gates").children];
  if (shown.length !== before.length || shown.some((card, index) => card !== before[index])) byId("gates").replaceChildren(...shown);
  gates.forEach(showGate);
  showOccupancy();
  showPhases();
  showDay();
  showEvents();
}

document.addEventListener("click", ({ target }) => {
  if (target.dataset?.act) confirmAct({ act: target.dataset.act, gate: target.dataset.gate });
});

byId("close").addEventListener("click", ({ target }) => confirmAct({ act: "close", on: target.dataset.on === "true" }));

byId("set").addEventListener("submit", (event) => {
  event.preventDefault();
  const count = Number(byId("count").value);
  confirmAct({ act: "occupancy-set", count }, count);
});

byId("level").addEventListener("submit", (event) => {
  event.preventDefault();
  const level = Number(byId("levels").value);
  confirmAct({ act: "occupancy-level", level }, level || t("ui.no-level"));
});

begin(async () => {
  await follow();
  curveOn();
});
