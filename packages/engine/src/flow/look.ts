import { readCertificate } from '@certctl/certificate';
import {
  type AnyStore,
  CertctlError,
  type Clock,
  type Found,
  type Held,
  isCertctlError,
  type Place,
} from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import type { Seen } from '../journal/decide.js';
import type { JournalEntry } from '../journal/journal.js';
import type { ResolvedTarget } from './deployment.js';
import { holds, seenOf } from './held.js';

/** What a look at the service gave; `place` has the reference if an import without one was found. */
export interface Look {
  readonly seen: Seen;
  readonly place: Place;
  /** What was seen, where it was read by its address. */
  readonly held?: Held;
  /** Made by our import, and not what was sent. */
  readonly spoiled?: true;
  /** Why nothing could be seen. */
  readonly error?: CertctlError;
}

/** Looks once at what is held, against an entry of the journal. Never throws for what a service answers. */
export async function look(resolved: ResolvedTarget, entry: JournalEntry, call: EngineCall): Promise<Look> {
  try {
    const { place } = resolved;
    // Where nothing can be searched for, the address alone tells what is there.
    const isUnplaced = place.reference === undefined || place.reference === entry.replaces?.reference;
    if (isUnplaced && resolved.store.find) {
      return await lookForLost(resolved.store.find, resolved, entry, call);
    }
    const held = await resolved.store.read(place, 'latest', call);
    const { capabilities } = resolved.plugin;
    const seen = seenOf(held, entry, capabilities);
    if (held === 'absent') return { seen, place };
    const spoiled = seen === 'new' && !holds(held, entry.incoming, capabilities.proof);
    const at = seen === 'new' ? await placeOfMade(resolved, call) : place;
    return { seen, place: at, held, ...(spoiled ? { spoiled } : {}) };
  } catch (error) {
    if (!isCertctlError(error)) throw error;
    // What was read and holds no certificate was seen: it is neither the new one nor the old.
    const seen = NO_CERTIFICATE.has(error.code) ? 'foreign' : 'unknown';
    return { seen, place: resolved.place, error };
  }
}

/** Where a place had no reference before there was anything at its address, it has one with what was made there. */
async function placeOfMade(
  { store, config, target, place }: ResolvedTarget,
  call: EngineCall,
): Promise<Place> {
  return place.reference === undefined ? store.resolve({ config, targetId: target.id }, call) : place;
}

const NO_CERTIFICATE: ReadonlySet<string> = new Set([
  'certificate_unreadable',
  'material_empty',
  'material_not_pem',
]);

/**
 * Looks until the new certificate is seen, or until no request can be under way any more and the service
 * has had time to settle: only then does "not seen" mean "not applied".
 */
export async function lookUntilSettled(
  resolved: ResolvedTarget,
  entry: JournalEntry,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
): Promise<Look> {
  const settledAt = entry.inFlightUntil + timing.settleMs;
  for (
    let interval = timing.proveFirstIntervalMs;
    ;
    interval = Math.min(interval * 2, timing.proveLongestIntervalMs)
  ) {
    const seen = await look(resolved, entry, call);
    if (seen.seen === 'new' || clock.now() >= settledAt) return seen;
    try {
      await call.wait(Math.min(interval, settledAt - clock.now()));
    } catch (error) {
      if (!isCertctlError(error)) throw error;
      return { ...seen, seen: 'unknown', error };
    }
  }
}

/** Looks until something is seen, for the settle time: a service may show another state for a while. */
export async function lookUntil(
  stop: (look: Look) => boolean,
  resolved: ResolvedTarget,
  entry: JournalEntry,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
): Promise<Look> {
  const until = clock.now() + timing.settleMs;
  for (let interval = timing.proveFirstIntervalMs; ; interval *= 2) {
    const now = await look(resolved, entry, call);
    if (stop(now) || clock.now() + interval > until) return now;
    await call.wait(interval);
  }
}

/** Waits for a request of the way forward that may still be under way: it would land on top of the old one. */
export async function firstLook(
  resolved: ResolvedTarget,
  entry: JournalEntry,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
): Promise<Look> {
  const first = await look(resolved, entry, call);
  const final = first.seen === 'new' || first.seen === 'foreign' || entry.phase !== 'importing';
  return final ? first : lookUntilSettled(resolved, entry, call, clock, timing);
}

/** A read that shows the state of before, after the import was answered, may be late: it is given time. */
export async function lastLook(
  resolved: ResolvedTarget,
  entry: JournalEntry,
  call: EngineCall,
  clock: Clock,
  timing: Timing,
): Promise<Look> {
  if (entry.phase === 'importing' || entry.phase === 'undeleting') return look(resolved, entry, call);
  return lookUntil(({ seen }) => seen !== 'previous', resolved, entry, call, clock, timing);
}

/**
 * Looks for the certificate of an import without a reference whose answer was lost: by its leaf, and by the tags
 * that came with it, for somebody may have exchanged the leaf under its new address since.
 * @throws CertctlError `several_matches`, `service_refused`, `not_proven`, or the error of a call
 */
async function lookForLost(
  find: NonNullable<AnyStore['find']>,
  resolved: ResolvedTarget,
  entry: JournalEntry,
  call: EngineCall,
): Promise<Look> {
  const { store, config, provenance, plugin, target } = resolved;
  const since = entry.openedAt;
  const leaf = readCertificate(entry.incoming.leaf);
  const byLeaf = await find.call(store, config, { by: 'leaf', leaf, since, provenance }, call);
  // What this search found was compared by the bytes of its leaf: it is there, whatever reads still say.
  const same = onlyMatch(byLeaf, resolved);
  if (same) return { seen: 'new', place: same };
  const byTags = await find.call(store, config, { by: 'provenance', provenance, since }, call);
  const ours = onlyMatch(byTags, resolved);
  if (ours) {
    const held = await store.read(ours, 'latest', call);
    if (held !== 'absent') return { seen: seenOf(held, entry, plugin.capabilities), place: ours, held };
    throw new CertctlError('not_proven', `${ours.address} was found by its tags and cannot be read yet`, {
      target: target.id,
    });
  }
  // Without the permission to search by tags, the search by leaf alone has to do, as the plan has said.
  if (byLeaf.complete) return { seen: 'previous', place: resolved.place };
  throw new CertctlError(
    'service_refused',
    `cannot tell whether the import took effect: ${(byLeaf.degraded ?? []).join(', ')} was refused`,
    { target: target.id },
  );
}

function onlyMatch({ matches }: Found, resolved: ResolvedTarget): Place | undefined {
  const [match, ...others] = matches;
  if (others.length === 0) return match?.place;
  throw severalMatches(
    matches.map(({ pin }) => pin),
    resolved,
  );
}

export function severalMatches(pins: readonly string[], resolved: ResolvedTarget): CertctlError {
  return new CertctlError(
    'several_matches',
    `${pins.length} certificates could be that of target ${resolved.target.id}`,
    { target: resolved.target.id, remedy: `Pin the one in use, one of: ${pins.join(' | ')}` },
  );
}
