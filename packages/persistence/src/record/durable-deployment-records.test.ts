import type { DeploymentRecord } from '@certctl/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Persistence } from '../open-persistence.js';
import { DATABASES, type TestDatabase } from '../testing/databases.js';

const recordOf = (id: string, over: Partial<DeploymentRecord> = {}): DeploymentRecord => ({
  id,
  purpose: 'deploy',
  target: { id: 'web', name: 'web', type: 'AWSACM' },
  actor: 'somebody',
  startedAt: 1,
  endedAt: 2,
  status: 'unresolved',
  findings: [],
  calls: [],
  ...over,
});

describe.each(DATABASES)('records of deploys on $name', { timeout: 60_000 }, ({ create }) => {
  let database: TestDatabase;
  let store: Persistence;
  beforeEach(async () => {
    database = await create();
    store = await database.open();
  });
  afterEach(async () => await database.remove());

  it('are there for another process, as they were last written', async () => {
    await store.deployments.put(recordOf('d1'));
    const closed = recordOf('d1', { status: 'deployed', actor: 'somebody else’s "quotes"' });
    await store.deployments.put(closed);
    const other = await database.open();
    expect(await other.deployments.get('d1')).toStrictEqual(closed);
    expect(await other.deployments.get('d2')).toBeUndefined();
  });

  it('are listed by target, newest first, and the oldest make room', async () => {
    await store.deployments.put(recordOf('other', { target: { id: 'mail', name: 'mail', type: 'AWSACM' } }));
    for (let number = 1; number <= 103; number += 1) {
      await store.deployments.put(recordOf(`d${number}`, { startedAt: number }));
    }
    const listed = await store.deployments.list('web', 1_000);
    expect(listed.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, back) => `d${103 - back}`));
    expect((await store.deployments.list('web', 2)).map(({ id }) => id)).toEqual(['d103', 'd102']);
    expect(await store.deployments.list('mail', 5)).toHaveLength(1);
  });
});
