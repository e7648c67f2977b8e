import type { Persistence } from '@certctl/persistence';
import { CertctlError, type HttpSettings } from '@certctl/plugin-api';
import type { Context } from '../context.js';
import type { SessionFlags } from '../options/session-options.js';
import { httpSettings } from './http-settings.js';
import { openRecords, type RecordsPlace, recordsPlace } from './open-records.js';

/** The records on disk, for what needs no engine. */
export interface DurableSession {
  readonly store: Persistence;
  readonly place: RecordsPlace;
  readonly http: HttpSettings;
}

/** @throws CertctlError `keeping_failed` when nothing is kept on disk */
export function durablePlace(flags: Pick<SessionFlags, 'data'>, { io }: Context): RecordsPlace {
  const place = recordsPlace(flags, io);
  if (place) return place;
  throw new CertctlError('keeping_failed', 'keys are kept in memory only, so nothing is left of one', {
    remedy: 'Name a data folder with --data or CERTCTL_DATA.',
  });
}

/** Runs work on the records, and closes them however it ends. */
export async function withRecords(
  flags: SessionFlags,
  context: Context,
  work: (session: DurableSession) => Promise<void>,
): Promise<void> {
  const { io } = context;
  const place = durablePlace(flags, context);
  const allowEndpoints = flags.allowEndpoints ?? io.env.CERTCTL_ALLOW_ENDPOINTS === '1';
  const http = await httpSettings(flags, allowEndpoints, io);
  const { store, close } = await openRecords(place, false, http);
  try {
    if (!store) throw new CertctlError('keys_not_kept', `there is no data folder ${place.folder}`);
    await work({ store, place, http });
  } finally {
    await close();
  }
}
