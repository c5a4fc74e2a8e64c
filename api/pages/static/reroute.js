// 趟次改道, 转驳 and 退回: a load under way goes to another site, over into another conveyance, or back.

import { byVolume, conveyance, kg, organisation, owned, subject, told } from "./numbers.js";
import { begin, check, Problem } from "./steps.js";
import { word } from "./words.js";

check("load-step", ({ doing, into, by }) => {
  if (doing === "transloaded" && into === "trip" && by === "rest") throw new Problem(word("how-much"));
});

function load({ by, mass, ...answers }) {
  if (by === "weight") return { mass_kg: kg(mass) };
  return by === "volume" ? byVolume(answers) : {};
}

const says = {
  diverted: ({ to_site, decided_by, reason }, me) =>
    ({ to_site: subject("site", to_site), decided_by: organisation(decided_by || me), reason }),
  transloaded: ({ site, onward, plate, ...answers }, me) => told({
    site: subject("site", site),
    into: onward && owned("trip", onward, me),
    to_conveyance: plate && conveyance(plate),
    ...load(answers),
  }),
  returned: ({ gate, ...answers }) => told({ gate: gate && subject("gate", gate), ...load(answers) }),
};

await begin((answers, { organisation: me }) => {
  const { doing, trip } = answers;
  return [{ type: `trip.${doing}`, subject: owned("trip", trip, me), data: says[doing](answers, me) }];
});
