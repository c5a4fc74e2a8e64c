// 趟次到场, 消纳接收凭证 and 趟次拒收: a site weighs a trip in, then takes its load and gives a receipt, or turns it away.

import { byVolume, kg, owned, reading, subject, told } from "./numbers.js";
import { begin, check, Problem, values } from "./steps.js";
import { word } from "./words.js";

const accepted = document.getElementById("accepted");
let net; // as the two readings have it, once both are told

check("doing-step", ({ arrival, doing }) => {
  if (arrival === "before" && doing === "later") throw new Problem(word("nothing-told"));
});

document.getElementById("load-step").addEventListener("shown", () => {
  const { gross, tare } = values();
  if (accepted.value !== (net ?? "")) return; // somebody typed it
  net = gross && tare ? String(Math.round((kg(gross) - kg(tare)) * 1000) / 1000) : "";
  accepted.value = net;
});

function taken(site, answers) {
  const { receipt, by, more } = answers;
  const load = by === "weight" ? { accepted_kg: kg(answers.accepted) } : byVolume(answers);
  return told({ site, receipt, more_follows: more === "yes" ? true : undefined, ...load });
}

await begin((answers, person) => {
  const trip = owned("trip", answers.trip, person.organisation);
  const site = subject("site", answers.site);
  const { arrival, doing, reason, refused } = answers;
  const events = [];
  if (arrival !== "before") events.push({ type: "trip.arrived", subject: trip, data: { site, ...reading(answers, person.organisation) } });
  if (doing === "accepted") events.push({ type: "trip.accepted", subject: trip, data: taken(site, answers) });
  if (doing === "refused") events.push({ type: "trip.refused", subject: trip, data: told({ site, reason, mass_kg: refused ? kg(refused) : undefined }) });
  return events;
});
