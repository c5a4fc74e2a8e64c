// How many containers are ticked on a manifest's form, and what they weigh together: said beside the heading.
const sum = document.querySelector("[data-sum]");
const boxes = [...document.querySelectorAll("input[data-grams]")];

function tell() {
  const ticked = boxes.filter((box) => box.checked);
  const grams = ticked.reduce((total, box) => total + Number(box.dataset.grams), 0);
  const mass = grams < 1_000_000 ? `${grams / 1000} kg` : `${grams / 1_000_000} t`;
  sum.textContent = sum.dataset.words.replace("#", String(ticked.length)) + mass;
}

if (sum) {
  for (const box of boxes) box.addEventListener("change", tell);
  tell();
}
