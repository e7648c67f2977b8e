import { createPrivateKey } from 'node:crypto';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { Persistence } from '@certctl/persistence';
import { PROVENANCE_TAGS } from '@certctl/plugin-api';
import type { Attempt } from './attempt.js';
import { historyProblems } from './history.js';
import { ledgerProblems, type Recorded, recorded } from './ledger.js';
import { listenerProblems } from './listener-truth.js';
import type { Holding, Site } from './site.js';

/** A place, everything that was asked for there, and the records of who did it. */
export interface Scene {
  readonly site: Site;
  readonly records: Persistence;
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
  readonly instance: string;
  /** The service may have stored what nobody sent. */
  readonly storesAnother?: boolean;
}

/** What must be held, as the journal tells it; `unknown` when it says that somebody else wrote. */
interface Told {
  readonly leaf: IssuedLeaf | undefined | 'unknown';
  readonly tags: Readonly<Record<string, string>>;
  /** There may be others, of a version that was taken out of service or that nobody sent. */
  readonly moreTags: boolean;
}

/** What the place shows at any moment, whatever was killed: one of the certificates that were sent, or nothing. */
export async function glanceProblems(scene: Scene): Promise<string[]> {
  const before = scene.site.held();
  const served = await scene.site.served();
  // What a killed process had sent may arrive while the handshake is under way.
  const held = scene.site.held();
  if (served !== before?.leaf && served !== held?.leaf) {
    return [`${shortly(held?.leaf)} is held, and ${shortly(served)} is served`];
  }
  const used = scene.site.listeners?.glance() ?? [];
  if (!held || scene.storesAnother || leafOf(scene, held)) return used;
  return [...used, `${shortly(held.leaf)} is held, which nobody has sent`];
}

/** Everything that must be true when no deploy is under way and no entry is open. */
export async function problemsOf(scene: Scene): Promise<string[]> {
  const { site, records, attempts } = scene;
  const target = site.target({});
  const open = await records.journal.findOpen({ addresses: site.addresses(), targetId: target.id });
  if (open) return [`the entry ${open.id} is open in the phase ${open.phase}`];
  const all = await recorded(attempts, records);
  const told = tellingOf(all, scene);
  const held = site.held();
  const audit = await records.audit.verify();
  return [
    ...(await glanceProblems(scene)),
    ...all.flatMap(ledgerProblems),
    ...(audit.intact ? [] : [`the audit chain is broken at ${audit.seq}: ${audit.problem}`]),
    ...heldProblems(scene, told, held),
    ...historyProblems(all, site.imports(), scene.storesAnother === true),
    ...(await keyProblems(scene, held, all)),
    ...(site.listeners ? listenerProblems(site.listeners, all) : []),
    ...(site.kind === 'file' ? [] : site.litter().map((name) => `${name} is one too many`)),
  ];
}

/** Goes through what has ended, in its order. */
function tellingOf(all: readonly Recorded[], { site, instance }: Scene): Told {
  let told: Told = { leaf: undefined, tags: {}, moreTags: false };
  const { id } = site.target({});
  const provenance = {
    [PROVENANCE_TAGS.managedBy]: 'certctl',
    [PROVENANCE_TAGS.certificateId]: id,
    [PROVENANCE_TAGS.targetId]: id,
    [PROVENANCE_TAGS.instance]: instance,
  };
  for (const { closed, leaf, tags } of all) {
    if (closed?.status === 'deployed') {
      told = { ...told, leaf, tags: { ...told.tags, ...tags, ...provenance } };
    }
    // A version that was disabled stays, and its tags go with the name.
    if (closed?.status === 'withdrawn' && site.kind === 'vault') told = { ...told, moreTags: true };
    if (closed?.status === 'also_failed') told = { ...told, leaf: 'unknown', moreTags: true };
  }
  return told;
}

function heldProblems(scene: Scene, told: Told, held: Holding | undefined): string[] {
  if (told.leaf === 'unknown') {
    return scene.storesAnother ? [] : ['a deploy says that it could not go back'];
  }
  const wanted = told.leaf?.facts.fingerprint;
  if (held?.leaf !== wanted) {
    return [`the journal says that ${shortly(wanted)} is held, and it is ${shortly(held?.leaf)}`];
  }
  if (!held) return [];
  const problems = held.chain === 1 ? [] : [`it is held with ${held.chain} certificates of its chain`];
  const shown = Object.entries(held.tags ?? {}).filter(([name]) => !told.moreTags || name in told.tags);
  if (held.tags && sorted(Object.fromEntries(shown)) !== sorted(told.tags)) {
    problems.push(`its tags are ${sorted(held.tags)}, and should be ${sorted(told.tags)}`);
  }
  return problems;
}

/** The key of what is held is kept and is its key; nothing is pending, and nothing lies under a former address. */
async function keyProblems(
  { site, records, attempts }: Scene,
  held: Holding | undefined,
  all: readonly Recorded[],
): Promise<string[]> {
  const problems: string[] = [];
  const addresses = site.addresses();
  const last = addresses.at(-1) ?? '';
  const gaveUp = all.some(({ closed }) => closed?.status === 'also_failed');
  for (const address of addresses) {
    const kept = await records.keeper.list(address);
    const pending = kept.filter(({ role }) => role === 'pending');
    if (pending.length > 0 && !gaveUp) problems.push(`a key is still pending at ${address}`);
    if (address !== last && kept.length > 0) problems.push(`keys were left behind at ${address}`);
    const current = kept.find(({ role }) => role === 'current');
    if (address === last && held && !gaveUp && current?.fingerprint !== held.leaf) {
      problems.push(
        `the current key is that of ${shortly(current?.fingerprint)}, held is ${shortly(held.leaf)}`,
      );
    }
  }
  const sent = held && leafOf({ attempts }, held);
  if (!sent) return problems;
  const found = await records.keeper.find(last, sent.facts.fingerprint);
  if (!found) return [...problems, 'the key of what is held is not kept'];
  const isItsKey = createPrivateKey(found.privateKey.pem()).equals(createPrivateKey(sent.privateKeyPem));
  found.privateKey.destroy();
  return isItsKey ? problems : [...problems, 'the key that is kept is another one'];
}

function leafOf({ attempts }: Pick<Scene, 'attempts'>, held: Holding): IssuedLeaf | undefined {
  return attempts.find(({ leaf }) => leaf.facts.fingerprint === held.leaf)?.leaf;
}

function sorted(tags: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function shortly(leaf: string | undefined): string {
  return leaf === undefined ? 'nothing' : leaf.slice(0, 8);
}
