// A page whose <main> says data-follows is shown anew as the log grows: never under the hands of who types or scans in
// it, never while nobody looks, and at most every ten seconds. Without this script it is as it was when it was asked for.

const BETWEEN_MS = 10_000;
const main = document.querySelector("main[data-follows]");
let source = null;
let newest = Number(main?.dataset.follows ?? 0);
let waiting = null;
let shownAt = performance.now();

function isBusy() {
  const active = document.activeElement;
  const typing = active && main.contains(active) && active.matches("input, textarea, select");
  const scanning = main.querySelector(".scan-view");
  return document.hidden || typing || scanning || !getSelection().isCollapsed;
}

function open() {
  if (source || document.hidden) return;
  source = new EventSource(`/live?after=${newest}`);
  source.addEventListener("grown", (event) => {
    newest = Number(event.data);
    plan();
  });
}

function close() {
  source?.close();
  source = null;
}

function plan() {
  if (waiting) return;
  const wait = Math.max(0, shownAt + BETWEEN_MS - performance.now());
  waiting = setTimeout(() => {
    waiting = null;
    if (isBusy()) plan();
    else show();
  }, wait || BETWEEN_MS / 10);
}

async function show() {
  shownAt = performance.now();
  const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Unattended": "1" } }).catch(() => null);
  if (!answer?.ok || answer.redirected || isBusy()) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main[data-follows]");
  if (!fresh) return;
  const opened = [...main.querySelectorAll("details")].map((each) => each.open);
  main.replaceChildren(...fresh.childNodes);
  main.querySelectorAll("details").forEach((each, n) => { if (opened[n]) each.open = true; });
  main.dispatchEvent(new CustomEvent("shown-anew", { bubbles: true }));
}

if (main) {
  open();
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
}
