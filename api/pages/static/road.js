// The start of 途中: who is here, what waits on this phone, what was refused, what was recorded last.

import "./keeping.js";
import { drop, entriesOf, mayChange, onChange, waitingOfOthers, who } from "./queue.js";
import { keepSending, whoEnters } from "./sending.js";
import { element, shanghai, word } from "./words.js";

const here = (id) => document.getElementById(id);
let account;

/** One entry: what it says of what and when, and what may be done about it. */
function row(each) {
  const item = element("li", "", { "data-entry": each.order });
  item.append(element("strong", word(each.event.type)));
  const number = each.event.subject.replace(/^[a-z_]+:/, "");
  const about = each.state === "recorded" ? element("a", number, { href: `/replay/${encodeURI(each.event.subject)}` }) : element("span", number);
  about.className = "subject";
  item.append(" ", about, element("span", shanghai(each.event.time), { class: "note when" }));
  if (each.state === "recorded") item.append(element("span", word("position", each.position), { class: "note" }));
  for (const text of each.words) item.append(element("p", text, { class: "refusal" }));
  if (each.state === "waiting" && each.tried) item.append(element("p", word("tried"), { class: "note" }));
  if (mayChange(each)) {
    const acts = element("p", "", { class: "may" });
    const remove = element("button", word("drop"), { type: "button", class: "quiet" });
    remove.addEventListener("click", () => sure(remove, each.order));
    const english = document.documentElement.lang === "en" ? "?lang=en" : "";
    acts.append(element("a", word("mend"), { class: "button", href: `${each.page}${english}#mend=${each.order}` }), remove);
    item.append(acts);
  }
  return item;
}

/** A second press drops it: with gloves the first may be an accident. */
function sure(button, order) {
  if (button.dataset.sure) return drop(order).then(show);
  button.dataset.sure = "1";
  button.textContent = word("drop-surely");
}

/** Which sentence the page opens with. */
function standing(waiting, refused) {
  if (waiting && refused) return "both";
  if (waiting) return "waiting";
  return refused ? "refused" : "nothing";
}

async function show() {
  const entries = account === undefined ? [] : await entriesOf(account);
  for (const state of ["waiting", "refused", "recorded"]) {
    const those = entries.filter((each) => each.state === state);
    if (state === "recorded") those.reverse();
    here(state).replaceChildren(...those.map(row));
    here(`${state}-part`).hidden = !those.length;
    here(`${state}-count`).textContent = those.length;
  }
  const [waiting, refused] = ["waiting", "refused"].map((state) => entries.filter((each) => each.state === state).length);
  here("answer").textContent = word(standing(waiting, refused), waiting, refused);
  here("send-part").hidden = !waiting;
  const others = await waitingOfOthers(account);
  here("others").hidden = !others;
  here("others").textContent = word("others", others);
  return waiting;
}

/** Who is here, and what that means for what they enter. */
function greet(state, person) {
  account = person?.account;
  here("person").textContent = person ? word("person", person.called, person.organisation) : word("nobody");
  here("sign-in").hidden = state === "in" || (state === "away" && Boolean(person));
  here("no-network").hidden = state !== "away";
  here("looks-only").hidden = !person || person.may_state;
  here("sign-out").hidden = state !== "in";
  if (state === "in") here("sign-out").elements.form_token.value = person.form_token;
}

/** Ask who is here now, and show what is theirs; gives how many of it wait. */
async function look() {
  const { state, person } = await whoEnters();
  greet(state, person);
  return show();
}

async function told(outcome) {
  const waiting = await look();
  here("outcome").textContent = waiting || outcome !== "done" ? word(outcome === "done" ? "later" : outcome) : "";
}

const attempt = keepSending(async () => account !== undefined && (await entriesOf(account)).some((each) => each.state === "waiting"), told);
here("send").addEventListener("click", async () => {
  here("outcome").textContent = word("sending");
  await attempt();
});
onChange(async () => ((await who())?.account === account ? show() : look())); // another tab may have signed out
if (await look()) await attempt();
