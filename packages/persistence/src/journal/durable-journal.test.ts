import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES, type TestDatabase } from '../testing/databases.js';
import { entryOf } from '../testing/journal-entries.js';
import type { DurableJournal } from './durable-journal.js';

describe.each(DATABASES)('the journal on $name', ({ create }) => {
  let database: TestDatabase;
  let journal: DurableJournal;
  beforeEach(async () => {
    database = await create();
    journal = (await database.open()).journal;
  });
  afterEach(async () => await database.remove());

  const anywhere = (targetId: string, ...addresses: string[]) => ({ targetId, addresses });

  it('shows another process what was opened and advanced, byte for byte', async () => {
    const entry = entryOf('d1', { reference: 'arn', fresh: true });
    await journal.open(entry);
    const patch = { phase: 'restoring', revision: '7', inFlightUntil: 5, addresses: ['a', 'b'] } as const;
    await journal.advance('d1', 'd1', patch);
    const other = await database.open();
    expect(await other.journal.findOpen(anywhere('nobody', 'b'))).toStrictEqual({ ...entry, ...patch });
  });

  it('keeps phases and fields that it does not know', async () => {
    const entry = { ...entryOf('d1'), phase: 'undeleting' as const, later: { bytes: Uint8Array.of(3) } };
    await journal.open(entry);
    await journal.advance('d1', 'd1', { phase: 'redeleting' });
    expect(await journal.findOpen(anywhere(entry.targetId))).toStrictEqual({ ...entry, phase: 'redeleting' });
  });

  it('has one open entry for an address, and says which one it is', async () => {
    await journal.open(entryOf('d1', { addresses: ['a', 'b'] }));
    await expect(journal.open(entryOf('d2', { addresses: ['c', 'b'] }))).rejects.toMatchObject({
      code: 'earlier_unresolved',
      message: expect.stringContaining('d1'),
    });
    expect(await journal.countOpen()).toBe(1);
    expect(await journal.findOpen(anywhere('nobody', 'c'))).toBeUndefined();
  });

  it('has one open entry for a target', async () => {
    await journal.open(entryOf('d1', { targetId: 'web' }));
    await expect(journal.open(entryOf('d2', { targetId: 'web' }))).rejects.toMatchObject({
      code: 'earlier_unresolved',
    });
  });

  it('has an entry only once', async () => {
    await journal.open(entryOf('d1'));
    await journal.close('d1', 'd1', 'deployed', 1);
    await expect(journal.open(entryOf('d1'))).rejects.toMatchObject({ code: 'earlier_unresolved' });
    expect(await journal.countOpen()).toBe(0);
  });

  it('lets the next entry in when the one before is closed', async () => {
    await journal.open(entryOf('d1', { targetId: 'web', addresses: ['a'] }));
    await journal.close('d1', 'd1', 'restored', 42);
    await journal.open(entryOf('d2', { targetId: 'web', addresses: ['a'] }));
    expect(await journal.findOpen(anywhere('web', 'a'))).toMatchObject({ id: 'd2' });
    expect(await journal.ended('d1')).toMatchObject({
      status: 'restored',
      closedAt: 42,
      entry: { id: 'd1' },
    });
    expect(await journal.ended('d2')).toBeUndefined();
  });

  it('moves with the addresses of an entry: new ones are taken, those left behind are free', async () => {
    await journal.open(entryOf('d1', { addresses: ['fresh'] }));
    await journal.advance('d1', 'd1', { addresses: ['arn'] });
    await journal.open(entryOf('d2', { addresses: ['fresh'] }));
    await expect(journal.advance('d2', 'd2', { addresses: ['fresh', 'arn'] })).rejects.toMatchObject({
      code: 'earlier_unresolved',
    });
    expect(await journal.findOpen(anywhere('nobody', 'fresh'))).toMatchObject({
      id: 'd2',
      addresses: ['fresh'],
    });
    expect(await journal.findOpen(anywhere('nobody', 'arn'))).toMatchObject({ id: 'd1' });
  });

  it('finds nothing where nothing is asked for', async () => {
    await journal.open(entryOf('d1'));
    expect(await journal.findOpen(anywhere('nobody'))).toBeUndefined();
  });

  it('takes no more writes from a deployment whose entry a successor has adopted', async () => {
    await journal.open(entryOf('d1'));
    await journal.confirm('d1', 'd1');
    expect(await journal.adopt('d1', 'd2')).toMatchObject({ id: 'd1', owner: 'd2', phase: 'opened' });
    const lost = { code: 'lease_lost' };
    const late = [
      () => journal.advance('d1', 'd1', { phase: 'importing' }),
      () => journal.close('d1', 'd1', 'failed', 1),
      () => journal.confirm('d1', 'd1'),
    ];
    for (const write of late) expect(await write().catch((error) => error)).toMatchObject(lost);
    await journal.advance('d1', 'd2', { phase: 'tagging' });
    await journal.close('d1', 'd2', 'deployed', 2);
    expect(await journal.ended('d1')).toMatchObject({ status: 'deployed', entry: { phase: 'tagging' } });
  });

  it('tells what has ended at a target, newest first, with all that a rollback needs', async () => {
    const entry = entryOf('d1', { targetId: 'web' });
    await journal.open(entry);
    await journal.close('d1', 'd1', 'deployed', 5);
    await journal.open(entryOf('d2', { targetId: 'web' }));
    await journal.close('d2', 'd2', 'failed', 9);
    await journal.open(entryOf('d3', { targetId: 'web' }));
    await journal.open(entryOf('d4', { targetId: 'mail' }));
    await journal.close('d4', 'd4', 'deployed', 10);
    const history = await journal.history('web', 10);
    expect(history.map(({ entry: { id }, status, closedAt }) => [id, status, closedAt])).toEqual([
      ['d2', 'failed', 9],
      ['d1', 'deployed', 5],
    ]);
    expect(history[1]?.entry).toStrictEqual(entry);
    expect(await journal.history('web', 1)).toHaveLength(1);
  });

  it('refuses to advance or close what is not open', async () => {
    await journal.open(entryOf('d1'));
    await journal.close('d1', 'd1', 'deployed', 1);
    const lost = { code: 'lease_lost' };
    await expect(journal.advance('d1', 'd1', { phase: 'importing' })).rejects.toMatchObject(lost);
    await expect(journal.close('d1', 'd1', 'failed', 2)).rejects.toMatchObject(lost);
    await expect(journal.adopt('d1', 'd2')).rejects.toMatchObject(lost);
    await expect(journal.confirm('d1', 'd1')).rejects.toMatchObject(lost);
    expect(await journal.ended('d1')).toMatchObject({ status: 'deployed' });
  });
});
