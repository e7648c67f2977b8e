import { benchMemory } from './memory/bench-memory.js';
import { benchOverhead } from './overhead/bench-overhead.js';
import { benchStart } from './start.js';

const BENCHES: Readonly<Record<string, () => Promise<boolean>>> = {
  start: benchStart,
  overhead: benchOverhead,
  memory: benchMemory,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(', ')}; there is: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(64);
}
let met = 0;
let missed = 0;
for (const [name, bench] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  if (await bench()) met += 1;
  else missed += 1;
}
console.log(`${met} passed, ${missed} failed`);
process.exitCode = missed === 0 ? 0 : 1;
