import type { IssuedLeaf } from '@certctl/certificate/issue';
import { type Act, type Memory, type Played, standingOf } from './act.js';
import { sawWrites, seesLeaf } from './seen.js';
import { NAMES, type Stage } from './stage.js';

export const otherKeyType: Act = {
  title: 'A plan: from RSA to P-256',
  about: 'ACM would refuse another key type under the same ARN. The plan says so offline.',
  expected: 'refused',
  play: async (stage, memory) =>
    planned(stage, memory, await stage.issue({ keyAlgorithm: 'EC-P-256' }), 'acm_key_changed'),
};

export const lostName: Act = {
  title: 'A plan: a name is lost',
  about: 'ACM would accept it, and whoever calls api.example.com would get a certificate that does not fit.',
  expected: 'refused',
  play: async (stage, memory) =>
    planned(stage, memory, await stage.issue({ names: [NAMES[0]] }), 'san_removed'),
};

async function planned(stage: Stage, memory: Memory, leaf: IssuedLeaf, code: string): Promise<Played> {
  const before = stage.writes();
  const plan = await stage.engine.plan(stage.request(leaf));
  const refusals = plan.findings
    .filter(({ severity }) => severity === 'refusal')
    .map((finding) => finding.code);
  return {
    ended: { plan },
    checks: [
      { what: `the only refusal is ${code}`, holds: refusals.length === 1 && refusals[0] === code },
      sawWrites(stage, before, 0),
      ...(await seesLeaf(stage, standingOf(memory), 'the present')),
    ],
  };
}
