// It may be the first to be loaded of what tsyringe has to look at.
import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { DEFAULT_TIMING } from '../call/timing.js';
import type { JournalEntry, JournalPatch } from '../journal/journal.js';
import { MemoryJournal } from '../journal/memory-journal.js';
import type { Deployment } from './deployment.js';
import { Progress } from './progress.js';

class WatchedJournal extends MemoryJournal {
  readonly patches: JournalPatch[] = [];

  override advance(id: string, owner: string, patch: JournalPatch): Promise<void> {
    this.patches.push(patch);
    return super.advance(id, owner, patch);
  }
}

const DEPLOYMENT: Deployment = {
  id: 'd1',
  purpose: 'deploy',
  startedAt: 0,
  actor: 'test',
  target: { id: 'web', type: 'Test', config: {} },
  signal: new AbortController().signal,
  calls: [],
};

/** What is written is later than what is asked for by a tenth of this. */
const TIMING = { ...DEFAULT_TIMING, requestMs: 100 };

const LATER = 1_000;

const ENTRY: JournalEntry = {
  id: 'd1',
  purpose: 'deploy',
  owner: 'd1',
  actor: 'test',
  targetId: 'web',
  targetType: 'Test',
  addresses: ['a'],
  phase: 'opened',
  openedAt: 0,
  incoming: { leaf: new Uint8Array(), chain: [], fingerprint: '', serial: '' },
  fresh: false,
  imports: true,
  preImage: { state: 'absent' },
  tags: {},
  inFlightUntil: 0,
};

const opened = async () => {
  const journal = new WatchedJournal();
  const progress = new Progress(journal, DEPLOYMENT, TIMING);
  await progress.open(ENTRY);
  return { journal, progress };
};

describe('what is written before a request', () => {
  it('is on disk with a moment until which the request can be under way, and the next one, too', async () => {
    const { journal, progress } = await opened();
    await progress.advance({ phase: 'importing' });
    await progress.sending(100, LATER);
    expect(journal.patches.at(-1)).toEqual({ inFlightUntil: 110 });
  });

  it('says no later moment than the one at which everything has to end', async () => {
    const { journal, progress } = await opened();
    await progress.sending(100, 104);
    expect(journal.patches.at(-1)).toEqual({ inFlightUntil: 104 });
  });

  it('is put there even when that moment is no later than the one of before', async () => {
    const { journal, progress } = await opened();
    await progress.sending(100, LATER);
    await progress.advance({ phase: 'restoring' });
    await progress.sending(50, LATER);
    expect(journal.patches.at(-1)).toEqual({ inFlightUntil: 110 });
    expect(progress.entry.phase).toBe('restoring');
  });

  it('is put there of an entry that somebody else has left', async () => {
    const journal = new WatchedJournal();
    await journal.open({ ...ENTRY, inFlightUntil: 100 });
    const progress = new Progress(journal, DEPLOYMENT, TIMING);
    await progress.adopt({ ...ENTRY, inFlightUntil: 100 });
    await progress.sending(50, LATER);
    expect(journal.patches).toEqual([{ inFlightUntil: 100 }]);
  });

  it('is not written twice where nothing has changed', async () => {
    const { journal, progress } = await opened();
    await progress.sending(100, LATER);
    await progress.sending(110, LATER);
    expect(journal.patches).toHaveLength(1);
    await progress.sending(111, LATER);
    expect(journal.patches.at(-1)).toEqual({ inFlightUntil: 121 });
  });
});

describe('tags that are set soon after an import was answered', () => {
  const imported = async () => {
    const { journal, progress } = await opened();
    progress.reach('importing');
    await progress.sending(100, LATER);
    journal.patches.length = 0;
    return { journal, progress };
  };

  it('wait for no disk: whoever looks finds the import, and sets them again', async () => {
    const { journal, progress } = await imported();
    await progress.advance({ phase: 'imported', revision: 'v2' });
    progress.reach('tagging');
    await progress.sending(105, LATER);
    expect(journal.patches).toEqual([{ phase: 'imported', revision: 'v2' }]);
    expect(progress.entry).toMatchObject({ phase: 'tagging', revision: 'v2', inFlightUntil: 110 });
  });

  it.each([
    ['gave the certificate its address', { reference: 'arn' }, 105],
    ['moved it', { addresses: ['a', 'b'] }, 105],
    ['took longer than was thought of', {}, 120],
  ])('wait for it when the import %s', async (_, place, until) => {
    const { journal, progress } = await imported();
    await progress.advance({ phase: 'imported', ...place });
    progress.reach('tagging');
    await progress.sending(until, LATER);
    expect(journal.patches.at(-1)).toEqual({ phase: 'tagging', inFlightUntil: until + 10 });
  });

  it('are the only ones: consumers are pointed when the disk knows of it', async () => {
    const { journal, progress } = await imported();
    await progress.advance({ phase: 'imported' });
    progress.reach('binding');
    await progress.sending(105, LATER);
    expect(journal.patches.at(-1)).toEqual({ phase: 'binding', inFlightUntil: 115 });
  });
});
