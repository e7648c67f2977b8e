import type { Recorded } from './ledger.js';
import type { Listeners, Slot, Standing } from './listeners.js';

/** What is wrong with the listeners when no deploy is under way, as the journal tells it. */
export function listenerProblems(listeners: Listeners, all: readonly Recorded[]): string[] {
  const told = toldOf(listeners, all);
  const standing = listeners.standing();
  const slots: readonly Slot[] = ['first', 'second', 'sni'];
  const { clients, old } = listeners;
  const known = new Set([old, ...all.map(({ leaf }) => leaf)].map(({ facts }) => facts.fingerprint));
  const strange = [...clients.seen.keys()].filter((leaf) => !known.has(leaf));
  return [
    ...(told === 'unknown'
      ? ['a deploy says that its listeners could not go back']
      : slots.flatMap((slot) => standingProblems(slot, standing[slot], told[slot]))),
    ...strange.map((leaf) => `a client was shown ${leaf.slice(0, 8)}, which nobody has sent`),
    ...(clients.handshakes === 0 ? ['no client has shaken hands'] : []),
  ];
}

/** Each deploy that arrived has pointed its places at its certificate; every other one has left them as they were. */
function toldOf(listeners: Listeners, all: readonly Recorded[]): Standing | 'unknown' {
  let told = listeners.before;
  for (const { closed } of all) {
    if (closed?.status === 'also_failed') return 'unknown';
    const { reference, bindings = [] } = closed?.entry ?? {};
    if (closed?.status !== 'deployed' || reference === undefined) continue;
    for (const { place } of bindings) told = { ...told, [listeners.slotOf(place.address)]: [reference] };
  }
  return told;
}

function standingProblems(slot: Slot, has: readonly string[], told: readonly string[]): string[] {
  if (has.join() === told.join()) return [];
  return [
    `${slot} has ${has.join(', ') || 'nothing'}, and the journal tells of ${told.join(', ') || 'nothing'}`,
  ];
}
