// 趟次起运: a load of construction waste leaves by a gate, told by its driver or at the gate.

import { byVolume, conveyance, kg, organisation, owned, subject, told } from "./numbers.js";
import { begin } from "./steps.js";

await begin((answers, person) => {
  const load = answers.by === "weight"
    ? { gross_kg: kg(answers.gross), tare_kg: answers.tare ? kg(answers.tare) : undefined }
    : byVolume(answers);
  const data = told({
    conveyance: conveyance(answers.plate),
    gate: subject("gate", answers.gate),
    waste_class: answers.waste_class,
    carrier: answers.carrier && organisation(answers.carrier),
    permit: answers.permit && subject("permit", answers.permit),
    to_site: answers.site && subject("site", answers.site),
    ...load,
  });
  return [{ type: "trip.departed", subject: owned("trip", answers.trip, person.organisation), data }];
});
