// It may be the first to be loaded of what tsyringe has to look at.
import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
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

describe('what is written before a request', () => {
  it('is on disk with the moment until which the request can be under way', async () => {
    const journal = new WatchedJournal();
    const progress = new Progress(journal, DEPLOYMENT);
    await progress.open(ENTRY);
    await progress.advance({ phase: 'importing' });
    await progress.sending(100);
    expect(journal.patches.at(-1)).toEqual({ inFlightUntil: 100 });
  });

  it('is put there even when that moment is no later than the one of before', async () => {
    const journal = new WatchedJournal();
    const progress = new Progress(journal, DEPLOYMENT);
    await progress.open(ENTRY);
    await progress.sending(100);
    await progress.advance({ phase: 'restoring' });
    await progress.sending(50);
    expect(journal.patches.at(-1)).toEqual({ inFlightUntil: 100 });
    expect(progress.entry.phase).toBe('restoring');
  });

  it('is put there of an entry that somebody else has left', async () => {
    const journal = new WatchedJournal();
    await journal.open({ ...ENTRY, inFlightUntil: 100 });
    const progress = new Progress(journal, DEPLOYMENT);
    await progress.adopt({ ...ENTRY, inFlightUntil: 100 });
    await progress.sending(50);
    expect(journal.patches).toEqual([{ inFlightUntil: 100 }]);
  });

  it('is not written twice where nothing has changed', async () => {
    const journal = new WatchedJournal();
    const progress = new Progress(journal, DEPLOYMENT);
    await progress.open(ENTRY);
    await progress.sending(100);
    await progress.sending(100);
    expect(journal.patches).toHaveLength(1);
  });
});
