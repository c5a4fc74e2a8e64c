// 消纳接收凭证 and 趟次拒收: a site takes a trip's load and gives a receipt, or turns it away.

import { kg, owned, subject, told } from "./numbers.js";
import { begin } from "./steps.js";

await begin((answers, person) => {
  const trip = owned("trip", answers.trip, person.organisation);
  const site = subject("site", answers.site);
  if (answers.doing === "refused") {
    const mass_kg = answers.refused ? kg(answers.refused) : undefined;
    return [{ type: "trip.refused", subject: trip, data: told({ site, reason: answers.reason, mass_kg }) }];
  }
  const load = answers.by === "weight"
    ? { accepted_kg: kg(answers.accepted) }
    : { volume_m3: Number(answers.volume), density: Number(answers.density) };
  const more_follows = answers.more === "yes" ? true : undefined;
  return [{ type: "trip.accepted", subject: trip, data: told({ site, receipt: answers.receipt, more_follows, ...load }) }];
});
