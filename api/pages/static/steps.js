// One question at a time: the steps of a form, forward and back, what was answered, and at last the entry for the queue.
//
//   <form class="steps" data-page="/road/depart">
//   <fieldset class="step" data-short="…" data-when="by=weight">   a question; with data-when only after that answer
//   <fieldset class="part" data-when="…">                          a part of a question
//
// A page gives `eventsOf(values, person)`, which makes [{type, subject, data}] of the fields or throws a `Problem`.

import "./keeping.js";
import { entry, mayChange, put, typed, who } from "./queue.js";
import { whoEnters } from "./sending.js";
import { element, shanghai, word } from "./words.js";

/** What is wrong with an answer, in the words of the page. */
export class Problem extends Error {}

const form = document.querySelector("form.steps");
const alert = document.getElementById("problem");
const steps = [...form.querySelectorAll("fieldset.step")];
const conditional = [...form.querySelectorAll("[data-when]")];
let at = 0;
let person;
let mended;

/** The answers that count, by name. */
export const values = () => Object.fromEntries(new FormData(form));

/** Show a sentence about what is wrong, or nothing. */
export function say(text) {
  alert.textContent = text ?? "";
  alert.hidden = !text;
  if (text) alert.scrollIntoView({ block: "center" }); // the button that led here may be far below
}

function apply() {
  for (const part of conditional) part.disabled = false;
  const answers = values();
  for (const part of conditional) {
    const [name, wanted] = part.dataset.when.split("=");
    part.disabled = !wanted.split(" ").includes(answers[name]);
    if (!part.classList.contains("step")) part.hidden = part.disabled;
  }
}

const open = () => steps.filter((step) => !step.disabled);

function show(next) {
  apply();
  at = next;
  const those = open();
  for (const step of steps) step.hidden = step !== those[at];
  document.getElementById("progress").textContent = word("progress", at + 1, those.length);
  const last = at === those.length - 1;
  document.getElementById("next").textContent = word(last ? "record" : "next");
  document.getElementById("back").hidden = at === 0;
  if (last) summarise(those);
  those[at].querySelector("legend").focus();
  those[at].dispatchEvent(new Event("shown"));
}

/** What one field says, as a person reads it. */
function answerOf(field) {
  if (field.disabled || !field.name || field.type === "hidden" || !field.value || field.matches("fieldset[disabled] *")) return "";
  if (field.type === "radio" || field.type === "checkbox") return field.checked ? field.closest("label").querySelector("strong").textContent : "";
  const unit = field.dataset.unit ? ` ${field.dataset.unit}` : "";
  return `${field.type === "datetime-local" ? field.value.replace("T", " ") : field.value}${unit}`;
}

function summarise(those) {
  const list = document.getElementById("summary");
  list.replaceChildren();
  for (const step of those.slice(0, -1)) {
    const told = step.dataset.told ? [step.dataset.told] : [...step.elements].map(answerOf).filter(Boolean);
    if (!told.length) continue;
    const pair = element("div");
    pair.append(element("dt", step.dataset.short), element("dd", told.join(" · ")));
    list.append(pair);
  }
}

/** What each step checks beyond its fields: step's id → a function that throws a Problem. */
const checks = {};
export const check = (step, work) => (checks[step] = work);

async function forward() {
  say();
  const step = open()[at];
  apply();
  for (const field of step.elements) {
    if (field.willValidate && !field.checkValidity()) return field.reportValidity();
  }
  try {
    await checks[step.id]?.(values());
    if (at + 1 < open().length) show(at + 1);
    else await record();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.message);
  }
}

/** The instant that is meant: now, or the one that was entered, in Shanghai time. */
function instant({ when, time }) {
  if (when !== "then") return new Date().toISOString();
  return new Date(`${time.length === 16 ? `${time}:00` : time}+08:00`).toISOString();
}

let eventsOf;

async function record() {
  const now = await who();
  if (now?.account !== person.account) throw new Problem(word("somebody-else"));
  const answers = values();
  const time = instant(answers);
  const offline = navigator.onLine ? {} : { recorded_offline: true };
  let events = eventsOf(answers, person).map(({ type, subject, data }) => ({
    specversion: "1.0", id: crypto.randomUUID(), source: person.source, type, subject, time, data: { ...data, ...offline },
  }));
  if (mended) events = events.filter((each) => each.type === mended.event.type);
  if (!events.length) throw new Problem(word("nothing-left")); // else what is mended would be gone
  const usual = Object.fromEntries([...form.querySelectorAll("[data-usual]")].map((field) => [field.name, field.value]));
  const before = await typed(person.account);
  try {
    await put(person.account, form.dataset.page, fieldsOf(), events, { ...before, ...usual }, mended?.order);
  } catch (error) {
    if (error.message === "settled") throw new Problem(word("settled"));
    throw error;
  }
  location.assign(form.dataset.start);
}

/** What a to-do list that led here knows, ?manifest=…, ?trip=…&site=… and ?doing=…; the rest nobody else fills in. */
const led = () => [...new URLSearchParams(location.search)].filter(([name]) => ["doing", "manifest", "site", "trip"].includes(name));

const fieldsOf = () => [...new FormData(form)];

function fill(fields) {
  for (const [name, value] of fields) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
}

/** Begin: who is here, what they typed last or what is mended, the first question. `ready` hears once the fields are filled. */
export async function begin(make, ready = () => {}) {
  eventsOf = make;
  const found = await whoEnters();
  person = found.person;
  document.getElementById("nobody").hidden = Boolean(person?.may_state);
  if (!person?.may_state) return;
  fill(Object.entries(await typed(person.account)));
  fill(led());
  const order = Number(new URLSearchParams(location.hash.slice(1)).get("mend"));
  const old = order ? await entry(order) : undefined;
  if (old && old.account === person.account && mayChange(old)) {
    mended = old;
    fill(old.fields);
    fill([["when", "then"], ["time", shanghai(old.event.time).replace(" ", "T")]]);
    say(old.words.join(" "));
  }
  ready(person);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    forward();
  });
  form.addEventListener("change", apply);
  document.getElementById("back").addEventListener("click", () => show(at - 1));
  form.hidden = false;
  show(0);
}
