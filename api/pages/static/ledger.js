// Sends a workbook as it is, to be tried, imported, or given back with its wrong cells marked. The file stays chosen, so
// that it may be tried first; one that was changed meanwhile is chosen anew, for the browser does not read it again.

const form = document.querySelector("#take-in");
const file = form.querySelector("input[type=file]");
const place = form.querySelector("select");

/** Puts what came of the file in its place on this page. */
function tell(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("#outcome");
  if (fresh) document.querySelector("#outcome").replaceWith(fresh);
  return Boolean(fresh);
}

function say(words) {
  const said = document.createElement("p");
  said.textContent = words;
  document.querySelector("#outcome").replaceChildren(said);
}

async function keep(answer) {
  const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name ? decodeURIComponent(name[1]) : "ledger.xlsx";
  link.click();
  URL.revokeObjectURL(link.href);
}

async function send(wish) {
  const query = new URLSearchParams({ wish, establishment: place.value });
  if (document.documentElement.lang === "en") query.set("lang", "en");
  const headers = { "Content-Type": form.dataset.type, "X-Form-Token": form.dataset.token, Accept: "text/html" };
  const answer = await fetch(`/work/ledger?${query}`, { method: "POST", headers, body: file.files[0] });
  if (wish === "mark" && answer.ok) return keep(answer);
  const text = await answer.text();
  if (!tell(text)) say(new DOMParser().parseFromString(text, "text/html").querySelector("h1")?.textContent ?? form.dataset.lost);
}

document.querySelector("main").addEventListener("click", async ({ target }) => {
  const { wish } = target.dataset;
  if (!wish || !form.reportValidity()) return;
  target.disabled = true;
  if (wish !== "mark") say(form.dataset.waiting);
  await send(wish).catch(() => say(form.dataset.lost));
  target.disabled = false;
});
form.hidden = false;
