import { crash } from './crash.js';
import { FLOWS } from './flows.js';

const flows = FLOWS.filter((f) => f.name.startsWith(process.argv[2]!));
const r = await crash({
  kills: Number(process.argv[3] ?? 0),
  seed: 1,
  lanes: Number(process.argv[4] ?? 1),
  flows,
  onResult: (x) =>
    console.log(
      x.kill.flow.name,
      JSON.stringify(x.kill.shot),
      x.left,
      x.closed,
      x.missed,
      x.kills,
      x.problems,
    ),
});
console.log(r.undisturbed);
process.exit(0);
