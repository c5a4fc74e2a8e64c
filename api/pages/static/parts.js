// The containers of a load, one row each: accepted, refused with a reason, or not told now. The rows' answers lie in the
// form as JSON (`parts`), so that they wait with the entry and are filled in again when it is mended.

import { labelIn, underLabel } from "./labels.js";
import { Problem } from "./steps.js";
import { word } from "./words.js";

const list = document.getElementById("parts");
const kept = document.querySelector("[name=parts]");
const MASS = /^\d{1,8}(\.\d{1,3})?$/;
const CONTAINER = /^(container:)?[0-9A-Z]{18}\.[A-Za-z0-9_-]{1,40}$/;
let parts = [];

const own = (container) => labelIn(container) ?? container.slice(container.indexOf(".") + 1);

function save() {
  kept.value = JSON.stringify(parts);
  const told = parts.filter((each) => each.doing).map((each) => `${own(each.container)} ${word(each.doing)} ${each.mass ?? ""} kg`);
  list.closest("fieldset").dataset.told = told.join(" · ");
}

/** What is already known of a container that was scanned or typed: by its subject, its own number or its label. */
function known(text) {
  const number = text.replace(/^container:/, "");
  return parts.find((each) => [each.container.slice(10), own(each.container), each.label].includes(number));
}

function draw(part, index) {
  const row = document.getElementById("part").content.firstElementChild.cloneNode(true);
  const [title, note] = [row.querySelector(".which strong"), row.querySelector(".which .note")];
  title.textContent = own(part.container);
  const before = part.fate === "accepted" ? "said-before-accepted" : part.fate ? "said-before-refused" : undefined;
  note.textContent = [part.waste_code, part.label && word(labelIn(part.container) ? "label-later" : "label", part.label), before && word(before)].filter(Boolean).join(" · ");
  const more = row.querySelector(".more");
  const show = () => {
    more.hidden = !part.doing;
    more.querySelector(".reason").hidden = part.doing !== "refused";
  };
  for (const choice of row.querySelectorAll("input[type=radio]")) {
    choice.name = `part-${index}`;
    choice.checked = choice.value === (part.doing ?? "");
    choice.addEventListener("change", () => {
      part.doing = choice.value;
      show();
      save();
    });
  }
  for (const field of more.querySelectorAll("[data-part]")) {
    field.value = part[field.dataset.part] ?? "";
    field.addEventListener("input", () => {
      part[field.dataset.part] = field.value.trim();
      save();
    });
  }
  show();
  return row;
}

function drawAll() {
  list.replaceChildren(...parts.map(draw));
  save();
}

/** Take over what was filled in before. */
export function restore() {
  parts = JSON.parse(kept.value || "[]");
  drawAll();
}

/** Take over the list of a manifest; what was decided stays. */
export function listed(containers) {
  for (const { container, label, waste_code, net_kg, fate } of containers) {
    const part = known(container.slice(10)) ?? parts.find((each) => label && each.label === label) ?? { doing: "" };
    Object.assign(part, { container, label, waste_code, fate, mass: part.mass || (net_kg ?? "").toString() });
    if (!parts.includes(part)) parts.push(part);
  }
  drawAll();
}

/** Nothing is left of another manifest's list. */
export function cleared() {
  parts = [];
  drawAll();
}

/** A container that was scanned or typed is accepted, unless its row says something else; it may be a new row. */
export function add(text) {
  const number = text.trim();
  let part = known(number);
  if (!part) {
    const label = underLabel(number);
    if (!label && !CONTAINER.test(number)) throw new Problem(word("no-container", number));
    part = label ? { container: label, label: number } : { container: `container:${number.replace(/^container:/, "")}` };
    parts.push(part);
  }
  part.doing ||= "accepted";
  drawAll();
  list.children[parts.indexOf(part)].scrollIntoView({ block: "center" });
}

/** {accepted, refused} as `manifest.received` takes them; throws a Problem for a mass or a reason that is missing. */
export function decided() {
  const told = { accepted: [], refused: [] };
  for (const { container, doing, mass, reason } of parts.filter((each) => each.doing)) {
    if (!MASS.test(mass ?? "")) throw new Problem(word("no-mass", own(container)));
    if (doing === "refused" && !reason) throw new Problem(word("no-reason", own(container)));
    told[doing].push({ container, mass_kg: Number(mass), ...(doing === "refused" ? { reason } : {}) });
  }
  return told;
}
