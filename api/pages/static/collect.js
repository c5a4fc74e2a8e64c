// 起运 and 承运交接: a carrier takes a load of hazardous waste, or one carrier hands it to the next.

import { conveyance, organisation, subject, told } from "./numbers.js";
import { begin } from "./steps.js";

function way({ plate, trailer, seal }) {
  return told({ conveyance: conveyance(plate), trailer: trailer && conveyance(trailer), seal });
}

await begin((answers, person) => {
  const manifest = subject("manifest", answers.manifest);
  if (answers.doing === "collected") return [{ type: "manifest.collected", subject: manifest, data: way(answers) }];
  const me = organisation(person.organisation);
  const other = organisation(answers.other);
  const [from_carrier, to_carrier] = answers.side === "giving" ? [me, other] : [other, me];
  const data = { from_carrier, to_carrier, place: { address: answers.place }, ...way(answers) };
  return [{ type: "manifest.handed_over", subject: manifest, data }];
});
