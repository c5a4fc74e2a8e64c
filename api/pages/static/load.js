// 装载: the transferor loaded what stands on a manifest, all its containers or a load in bulk, and weighed it.

import { listOf } from "./labels.js";
import { kg, owned, subject, told } from "./numbers.js";
import { begin, check, Problem } from "./steps.js";
import { word } from "./words.js";

const mass = document.getElementById("mass");
let listed; // the containers of the manifest that was asked about; none where its list was not had
let sum = ""; // what was filled in as their mass

async function look(manifest) {
  const load = await listOf(manifest).catch(() => null); // without a network as good as none
  listed = load?.containers ?? [];
  const net = listed.reduce((total, each) => total + Math.round((each.net_kg ?? 0) * 1000), 0) / 1000;
  document.getElementById("load").textContent = listed.length ? word("load-known", listed.length, net) : word("load-unknown");
  if (mass.value !== sum) return; // somebody typed it
  sum = net ? String(net) : "";
  mass.value = sum;
}

check("manifest-step", ({ manifest }) => look(subject("manifest", manifest)));
check("what-step", ({ what }) => {
  if (what === "listed" && !listed.length) throw new Problem(word("load-unknown"));
});

await begin((answers, person) => {
  const { what, scale } = answers;
  const containers = what === "listed" ? listed.map((each) => each.container) : undefined;
  const data = told({ mass_kg: kg(answers.mass), containers, scale: scale && owned("scale", scale, person.organisation) });
  return [{ type: "manifest.loaded", subject: subject("manifest", answers.manifest), data }];
});
