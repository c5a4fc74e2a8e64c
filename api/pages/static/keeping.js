// Lets this phone keep the pages of 途中, so that they open without a network (worker.js), and says when it does.

async function keep() {
  await navigator.serviceWorker.register("/worker.js").catch(() => {}); // without it, or offline, an earlier one may stand
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    for (const said of document.querySelectorAll("[data-kept]")) said.hidden = !data;
  };
  active.postMessage("keep", [port2]); // after a sign-out nothing is kept any more, though the worker still stands
}

if ("serviceWorker" in navigator) keep();
