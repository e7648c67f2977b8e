import type { AuditLog } from '@certctl/engine';
import type { EpochMs } from '@certctl/plugin-api';
import { EVERY_TARGET } from '../audit/every-target.js';
import { decodeEntry, encodeEntry } from '../journal/entry-codec.js';
import type { DurableHolds } from '../record/durable-holds.js';
import { BACKUP_SETTING } from '../store/schema.js';
import type { Store } from '../store/store.js';

export interface Restored {
  /** When the backup was made that the records come from. */
  readonly backupAt: EpochMs;
  readonly at: EpochMs;
  /** Who put it back, for the audit. */
  readonly actor: string;
  readonly id: string;
  /** What the audit shall say beside the times. */
  readonly note?: string | undefined;
}

/** What is on hold now, and waits to be looked at. */
export interface MarkedRestored {
  readonly openEntries: number;
}

/**
 * Makes the store know that its records are those of a backup. Every target is on hold until somebody releases
 * it, deploys that were under way are closed by looking alone, and nobody holds a lease: its holder is gone.
 */
export async function markRestored(
  store: Store,
  { holds, audit }: { readonly holds: DurableHolds; readonly audit: AuditLog },
  { backupAt, at, actor, id, note }: Restored,
): Promise<MarkedRestored> {
  return await store.together(async (db) => {
    await db.deleteFrom('setting').where('name', '=', BACKUP_SETTING).execute();
    await holds.holdAllRestored({ backupAt, since: at });
    // The rows stay, because a fence must never go back.
    await db.updateTable('lease').set({ holder: null, expires_at: 0 }).execute();
    const open = await db
      .selectFrom('journal')
      .innerJoin('journal_entry', 'journal_entry.id', 'journal.id')
      .select(['journal.id', 'entry'])
      .where('closed_at', 'is', null)
      .execute();
    for (const row of open) {
      const entry = { ...decodeEntry(row.entry, row.id), fromBackup: backupAt };
      await db
        .updateTable('journal_entry')
        .set({ entry: encodeEntry(entry) })
        .where('id', '=', row.id)
        .execute();
    }
    await audit.append({
      at,
      event: 'restore-store',
      deploymentId: id,
      actor,
      targetId: EVERY_TARGET,
      targetType: 'store',
      outcome: 'done',
      note: [`records of a backup of ${new Date(backupAt).toISOString()}`, note].filter(Boolean).join('; '),
    });
    return { openEntries: open.length };
  });
}
