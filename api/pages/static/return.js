// 退运 and 退回收讫: what was refused of a load leaves the receiver again, and its transferor has it back.

import { conveyance, kg, organisation, owned, subject, told } from "./numbers.js";
import { begin } from "./steps.js";

await begin((answers, person) => {
  const manifest = subject("manifest", answers.manifest);
  const { plate, carrier, onward, mass, scale } = answers;
  const mass_kg = mass ? kg(mass) : undefined;
  if (answers.doing === "returned") {
    const data = told({ mass_kg, scale: scale && owned("scale", scale, person.organisation) });
    return [{ type: "manifest.returned", subject: manifest, data }];
  }
  const data = told({
    manifest: onward && subject("manifest", onward),
    conveyance: plate && conveyance(plate),
    carrier: carrier && organisation(carrier),
    mass_kg,
  });
  return [{ type: "manifest.return_dispatched", subject: manifest, data }];
});
