import { expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';

it('a first deploy that cannot be taken back says that the new certificate is held, though reads lag', async () => {
  const scenario = await Scenario.create();
  const leaf = await scenario.issue();
  scenario.service.staleReads = 3;
  scenario.fault({ operation: 'memory:ListTags', kind: 'refused' });
  scenario.fault({ operation: 'memory:Delete', kind: 'forbidden' });
  expect(await scenario.deploy(leaf)).toMatchObject({ status: 'also_failed', holds: 'new' });
  expect(scenario.serves(leaf)).toBe(true);
});
