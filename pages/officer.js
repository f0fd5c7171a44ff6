"use strict";
// What happens at the doors, and what the officer does there.

/// The cards of the gates by name: each is made once and then changed, so that a button stays under the finger.
const cards = new Map();

/// One gate: how it is, and the three things to be done, the most urgent first.
function gateCard(name) {
  if (cards.has(name)) return cards.get(name);
  const button = (key, act) => make("button", { type: "button", "data-act": act, "data-gate": name, "data-key": key });
  const card = make("article", {}, make("h3"), make("p", { className: "call" }),
    make("div", { className: "row" }, button("ui.admit", "admit"), button("ui.override", "override"), button("ui.acknowledge", "acknowledge")),
    make("p", { className: "inside" }), make("dl"), make("ul", { className: "wrong" }));
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
  for (const button of card.querySelectorAll("button")) fill(button, t(button.dataset.key));
  const [admit, , acknowledge] = card.querySelectorAll("button");
  admit.className = "primary";
  admit.disabled = !waits;
  acknowledge.className = sounds ? "danger" : "";
  acknowledge.disabled = !sounds;
  fill(part(".inside"), occupancy(gate));
  fill(part("dl"), ...gateTerms(gate));
  fill(part(".wrong"), ...wrongs(gate));
}

/// How many are inside, where the station counts.
function occupancy(gate) {
  const counted = gate.occupancy ?? state.status.occupancy;
  if (!counted || counted.inside === undefined) return "";
  const room = counted.capacity === undefined ? "" : " · " + t("ui.room", Math.max(0, counted.capacity - counted.inside));
  return `${t("ui.inside")}: ${counted.inside}${room}`;
}

function show() {
  showBar();
  showLost();
  const gates = state.status?.gates ?? [];
  const shown = gates.map((gate) => gateCard(gate.name));
  const before = [...byId("gates").children];
  if (shown.length !== before.length || shown.some((card, index) => card !== before[index])) byId("gates").replaceChildren(...shown);
  gates.forEach(showGate);
  showDay();
  showEvents();
}

document.addEventListener("click", ({ target }) => {
  if (target.dataset?.act) confirmAct(target.dataset.act, target.dataset.gate);
});

begin(follow);
