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

it('a first deploy whose deletion is never answered is not called withdrawn by a late read', async () => {
  const scenario = await Scenario.create();
  const leaf = await scenario.issue();
  scenario.service.staleReads = 3;
  scenario.fault({ operation: 'memory:ListTags', kind: 'refused' });
  scenario.fault({ operation: 'memory:Delete', kind: 'lost-request', times: 3 });
  expect(await scenario.deploy(leaf)).toMatchObject({ status: 'also_failed', holds: 'new' });
  expect(scenario.serves(leaf)).toBe(true);
});

it('a first deploy whose deletion took effect without an answer is withdrawn', async () => {
  const scenario = await Scenario.create();
  scenario.fault({ operation: 'memory:ListTags', kind: 'refused' });
  scenario.fault({ operation: 'memory:Delete', kind: 'lost-answer' });
  scenario.fault({ operation: 'memory:Delete', kind: 'lost-request', times: 2 });
  expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'withdrawn' });
  expect(scenario.service.all()).toEqual([]);
});

it('a restore that was taken and is shown late is one, though sending it again is refused', async () => {
  const scenario = await Scenario.create();
  const old = await scenario.issue({ notBefore: scenario.clock.now() - 7_200_000 });
  await scenario.deploy(old);
  scenario.service.staleReads = 5;
  scenario.fault({ operation: 'memory:Import', kind: 'refused', after: 2, times: 5 });
  scenario.fault({ operation: 'memory:Get', kind: 'refused', after: 1, times: 4 });
  const renewed = await scenario.issue();
  expect(await scenario.deploy(renewed)).toMatchObject({ status: 'restored' });
  expect(scenario.serves(old)).toBe(true);
});

it('a restore that was taken and is never shown is not called one', async () => {
  const scenario = await Scenario.create();
  await scenario.deploy(await scenario.issue({ notBefore: scenario.clock.now() - 7_200_000 }));
  scenario.service.staleReads = 500;
  scenario.fault({ operation: 'memory:Import', kind: 'refused', after: 2, times: 5 });
  scenario.fault({ operation: 'memory:Get', kind: 'refused', after: 1, times: 4 });
  expect(await scenario.deploy(await scenario.issue())).toMatchObject({
    status: 'also_failed',
    why: 'restore_failed',
    rollbackError: { code: 'service_refused' },
  });
});
