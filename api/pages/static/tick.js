// Ticks drums off on a visit 点验: kept in this page of this browser (sessionStorage) and told to nobody.
//
// The block `.ticking` says what it ticks (`data-tick-of`) in which words; each row of table.stock that may be seen has
// `data-number`, `data-subject` and, where it is known, `data-label-code`, by any of which it is ticked.

const block = document.querySelector(".ticking");
const rows = [...document.querySelectorAll("table.stock tr[data-subject]")];
const kept = block ? `bihuan.ticked ${block.dataset.tickOf}` : "";

/** The subjects that were ticked; nothing where the browser keeps nothing. */
function ticked() {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(kept) ?? "[]"));
  } catch {
    return new Set();
  }
}

function keep(subjects) {
  try {
    sessionStorage.setItem(kept, JSON.stringify([...subjects]));
  } catch {
    // full or forbidden: what is ticked lasts as long as the page
  }
}

function set(row, on) {
  row.querySelector("td.tick input").checked = on;
  row.classList.toggle("ticked", on);
}

function tick(row, on) {
  const subjects = ticked();
  if (on) subjects.add(row.dataset.subject);
  else subjects.delete(row.dataset.subject);
  keep(subjects);
  set(row, on);
  tell();
}

/** How many are ticked, and which are not. */
function tell() {
  const missing = rows.filter((row) => !row.querySelector("td.tick input").checked);
  block.querySelector(".tick-count").textContent = `${block.dataset.count} ${rows.length - missing.length}/${rows.length}`;
  const list = block.querySelector(".tick-missing");
  list.replaceChildren();
  for (const row of missing) {
    const item = document.createElement("li");
    item.append(row.querySelector("th a").cloneNode(true));
    list.append(item);
  }
  if (!missing.length) list.textContent = block.dataset.none;
}

/** Tick what was typed or scanned, and show where it stands. */
function found(text) {
  const said = block.querySelector(".tick-told");
  const asked = text.trim();
  if (!asked) return;
  const row = rows.find((each) => [each.dataset.number, each.dataset.subject, each.dataset.labelCode].includes(asked));
  said.textContent = row ? `✓ ${row.dataset.number}` : block.dataset.unknown + asked;
  if (!row) return;
  for (const each of rows) each.classList.toggle("here", each === row);
  tick(row, true);
}

if (block && rows.length) {
  const before = ticked();
  for (const row of rows) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.setAttribute("aria-label", `${block.dataset.tick} ${row.dataset.number}`);
    box.addEventListener("change", () => tick(row, box.checked));
    const label = document.createElement("label");
    label.append(box, block.dataset.tick);
    row.querySelector("td.tick").append(label);
    set(row, before.has(row.dataset.subject));
  }
  const input = block.querySelector("#tick-number");
  input.addEventListener("change", () => found(input.value));
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    found(input.value);
    input.select();
  });
  block.querySelector(".tick-anew").addEventListener("click", () => {
    keep([]);
    for (const row of rows) set(row, false);
    tell();
  });
  tell();
  block.hidden = false;
}
