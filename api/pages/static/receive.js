// 运抵 and 接受确认: a receiver weighs a load in, and accepts or refuses it container by container.

import { listOf } from "./labels.js";
import { reading, subject, told } from "./numbers.js";
import { add, cleared, decided, listed, restore } from "./parts.js";
import { begin, check, Problem, say } from "./steps.js";
import { word } from "./words.js";

const found = document.getElementById("found");
const about = document.getElementById("load");
let asked; // the manifest whose list was had, or asked for

/** The list of a manifest, as far as there is a network and it may be seen. */
async function look(manifest, me) {
  if (asked === manifest) return;
  if (asked) cleared();
  asked = manifest;
  about.textContent = word("load-unknown");
  try {
    const load = await listOf(manifest);
    if (!load) return;
    listed(load.containers);
    const foreign = load.receiver === `organisation:${me.organisation}` ? "" : ` ${word("load-foreign")}`;
    about.textContent = word("load-known", load.transferor, load.containers.length) + foreign;
  } catch {
    asked = undefined; // without a network: the next time it is asked again
  }
}

function more() {
  const text = found.value.trim();
  if (!text) return;
  try {
    add(text);
    found.value = "";
    say();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.message);
  }
}

function received() {
  const parts = decided();
  return parts.accepted.length + parts.refused.length ? parts : undefined;
}

check("parts-step", ({ arrival }) => {
  more();
  if (!received() && arrival === "before") throw new Problem(word("no-parts"));
});

await begin(
  (answers, person) => {
    const manifest = subject("manifest", answers.manifest);
    const events = [];
    if (answers.arrival !== "before") {
      events.push({ type: "manifest.arrived", subject: manifest, data: reading(answers, person.organisation) });
    }
    const parts = received();
    if (parts) events.push({ type: "manifest.received", subject: manifest, data: told({ ...parts, method: answers.method }) });
    return events;
  },
  (person) => {
    restore();
    check("manifest-step", ({ manifest }) => look(subject("manifest", manifest), person));
    document.getElementById("add").addEventListener("click", more);
    found.addEventListener("change", more);
    found.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      more();
    });
  },
);
