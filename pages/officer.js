"use strict";
// What happens at the doors, and what the officer does there.

/// One gate: how it is, and the three things to be done, the most urgent first.
function gateCard(gate) {
  const waits = gate.referral !== undefined;
  const sounds = gate.alarm === "sounding";
  const button = (key, className, act, isOff) => {
    const element = make("button", { className, type: "button", disabled: isOff, "data-act": act, "data-gate": gate.name }, t(key));
    return element;
  };
  return make("article", { className: "gate" + (waits ? " waits" : "") + (sounds ? " alarm" : "") },
    make("h3", {}, gate.name, " ", make("span", { className: "quiet" }, t("direction." + gate.direction))),
    make("p", { className: "call" }, waits ? t("ui.waiting", Math.ceil(gate.referral)) : t("ui.admit-idle")),
    make("div", { className: "row" }, button("ui.admit", "primary", "admit", !waits), button("ui.override", "", "override", false),
      button("ui.acknowledge", sounds ? "danger" : "", "acknowledge", !sounds)),
    occupancy(gate),
    make("dl", {}, ...gateTerms(gate)),
    make("ul", { className: "wrong" }, ...wrongs(gate)));
}

/// How many are inside, where the station counts.
function occupancy(gate) {
  const counted = gate.occupancy ?? state.status.occupancy;
  if (!counted || counted.inside === undefined) return null;
  const room = counted.room === undefined ? "" : " · " + t("ui.room", counted.room);
  return make("p", { className: "inside" }, `${t("ui.inside")}: ${counted.inside}${room}`);
}

function show() {
  showBar();
  showLost();
  fill(byId("gates"), ...(state.status?.gates ?? []).map(gateCard));
  showDay();
  showEvents();
}

document.addEventListener("click", ({ target }) => {
  if (target.dataset?.act) confirmAct(target.dataset.act, target.dataset.gate);
});

begin(follow);
