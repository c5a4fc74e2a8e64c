// Turns the form of a replay into two sliders, which step over the instants at which something happened or was
// recorded. The page of each instant is fetched and put in the place of this one, and its address becomes ours, so
// that what is in the address bar is a link to what is on the screen. Without this script the form does the same.

const SWAPPED = ["answer", "here", "case", "reflects"];
const form = document.querySelector("form.cuts");
const said = form.querySelector("[role=status]");
const playing = form.querySelector("[data-play]"), play = playing.textContent;
const clocks = [...form.querySelectorAll(".clock")].map((box) => ({
  instants: JSON.parse(box.dataset.instants),
  by: box.querySelector("input[type=datetime-local]").getAttribute("value"),
  field: box.querySelector("input[type=datetime-local]"),
  slider: box.querySelector("input[type=range]"),
  told: box.querySelector("output"),
}));
const PAUSE_MS = 900;
let used = clocks.at(-1), wanted = null, going = null, run = null;

/** Puts a slider at the last instant that is let through, which is the end where nothing is cut. */
function show({ instants, by, slider, told }) {
  const whole = by.length === 16 ? `${by}:59` : by;  // an address may name a minute, which holds all of it
  const shown = by ? instants.filter((each) => each <= whole).length : instants.length + 1;
  const words = by ? `${by.replace("T", " ")} · ${form.dataset.of}` : form.dataset.now;
  slider.value = Math.max(0, shown - 1);
  told.textContent = words.replace("{number}", shown).replace("{all}", instants.length);
  slider.setAttribute("aria-valuetext", told.textContent);
}

/** What was entered, with the seconds that a field shows and leaves out of its value where they are none. */
function entered(clock) {
  clock.by = clock.field.value.length === 16 ? `${clock.field.value}:00` : clock.field.value;
  used = clock;
  show(clock);
}

function move(clock, step) {
  used = clock;
  clock.slider.value = Number(clock.slider.value) + step;
  clock.by = clock.field.value = clock.instants[clock.slider.value] ?? "";
  show(clock);
  return go();
}

/** Goes to where the clocks say; while one page is on its way, only the place that was wanted last counts. */
function go() {
  const to = new URL(location.href);
  for (const { field, by } of clocks) {
    if (by) to.searchParams.set(field.name, by);
    else to.searchParams.delete(field.name);
  }
  wanted = Object.assign(to, { hash: "" }).href;
  going ??= arrive().finally(() => { going = null; });
  return going;
}

async function arrive() {
  while (wanted) {
    const there = wanted;
    wanted = null;
    const answer = await fetch(there, { headers: { Accept: "text/html" } }).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page || !SWAPPED.every((id) => page.getElementById(id))) {
      location.assign(there);  // the page of what went wrong says what to do
      return;
    }
    if (wanted) continue;
    for (const id of SWAPPED) document.getElementById(id).replaceWith(document.adoptNode(page.getElementById(id)));
    document.querySelector("nav a[hreflang]").href = page.querySelector("nav a[hreflang]").href;
    history.replaceState(null, "", there);
    document.dispatchEvent(new Event("replayed"));
  }
}

async function playOrStop() {
  const mine = run = run ? null : {};
  playing.textContent = run ? playing.dataset.stop : play;
  if (!run) return;
  const ended = () => Number(used.slider.value) === used.instants.length;
  if (ended()) [used.slider.value, used.by] = [0, ""];
  for (let step = used.by ? 1 : 0; run === mine; step = 1) {
    await move(used, step);
    if (ended()) break;
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
  if (run !== mine) return;
  run = null;
  playing.textContent = play;
}

async function copy(button) {
  const link = document.getElementById("pinned").href;
  try {
    await navigator.clipboard.writeText(link);
    said.textContent = button.dataset.copied;
  } catch {
    said.textContent = link;  // it may be marked and copied by hand
  }
}

for (const clock of clocks) {
  show(clock);
  clock.slider.addEventListener("input", () => move(clock, 0));
  clock.field.addEventListener("change", () => entered(clock));
}
form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
form.addEventListener("click", ({ target }) => {
  const { step, play: plays, copy: copies, print: prints } = target.dataset;
  if (step) move(used, Number(step));
  if (plays !== undefined) playOrStop();
  if (copies !== undefined) copy(target);
  if (prints !== undefined) window.print();
});
document.addEventListener("keydown", (event) => {
  const writes = event.target.closest?.("input:not([type=range]), select, textarea");
  if (writes || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "[" || event.key === "]") move(used, event.key === "[" ? -1 : 1);
  if (event.key === "p") playOrStop();
});
for (const hidden of form.querySelectorAll("[hidden]")) hidden.hidden = false;
