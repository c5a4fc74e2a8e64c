// Before a sign-out: says what waits unsent on this phone, then lets go of what it keeps; what waits stays, for its owner.
//
//   <form data-leaving data-unsent="… {0} …" data-anyway="…" action="/sign-out">

import { entriesOf, forget, who } from "./queue.js";

async function unsent() {
  const person = await who();
  return person ? (await entriesOf(person.account)).filter((each) => each.state !== "recorded").length : 0;
}

async function leave(form) {
  await forget();
  for (const name of await caches.keys()) if (name.startsWith("bihuan-road-")) await caches.delete(name);
  form.submit();
}

async function ask(form) {
  const count = form.dataset.asked ? 0 : await unsent();
  if (!count) return leave(form);
  form.dataset.asked = "1";
  form.querySelector("button").textContent = form.dataset.anyway;
  const notice = Object.assign(document.createElement("p"), { className: "refusal" });
  notice.textContent = form.dataset.unsent.replace("{0}", count);
  notice.setAttribute("role", "alert");
  form.after(notice);
}

for (const form of document.querySelectorAll("form[data-leaving]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form).catch(() => form.submit()); // a browser that keeps nothing has nothing to let go of
  });
}
