import { readCertificate, readPrivateKey } from '@certctl/certificate';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { Acts, Engine, Outcome, Target, Timing } from '@certctl/engine';
import { isCertctlError, provenanceTags } from '@certctl/plugin-api';
import { leafIssued } from '../src/acm-scenario.js';
import type { Records } from './records.js';
import type { Ended } from './scene.js';

/** Short, so that a failure that has to be waited out costs a cell a second; real, because the wire is. */
export const TIMING: Partial<Timing> = {
  deployMs: 20_000,
  discoverMs: 20_000,
  rollbackMs: 20_000,
  requestMs: 2_500,
  proveMs: 1_500,
  proveFirstIntervalMs: 10,
  proveLongestIntervalMs: 60,
  settleMs: 250,
  attempts: 3,
  retryFirstMs: 5,
  retryLongestMs: 20,
};

export interface Leaves {
  readonly old: IssuedLeaf;
  readonly renewed: IssuedLeaf;
  readonly newest: IssuedLeaf;
  /** Of nobody that we know. */
  readonly stranger: IssuedLeaf;
}

let issued: Promise<Leaves> | undefined;

/** The same for every cell. */
export function leaves(): Promise<Leaves> {
  issued ??= Promise.all([leafIssued(30), leafIssued(20), leafIssued(10), leafIssued(5)]).then(
    ([old, renewed, newest, stranger]) => ({ old, renewed, newest, stranger }),
  );
  return issued;
}

export const INSTANCE = 'faults';

/** The tags that a deploy of this installation leaves on a certificate. */
export function ourTags(
  targetId: string,
  tags: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return { ...tags, ...provenanceTags({ certificateId: targetId, targetId, instance: INSTANCE }) };
}

/** Leaves the records as a deploy of the leaf would have left them; a deploy takes longer. */
export async function committed(
  { keeper, addressBook }: Records,
  leaf: IssuedLeaf,
  place: { readonly targetId: string; readonly address: string; readonly reference?: string },
): Promise<void> {
  const bundle = { leaf: leaf.facts, chain: [readCertificate(leaf.chainPem)] };
  await keeper.keepPending(place.address, bundle, readPrivateKey(leaf.privateKeyPem), 'earlier');
  await keeper.promote(place.address, 'earlier');
  await addressBook.record({ ...place, reference: place.reference });
}

export async function deploy(
  engine: Engine,
  target: Target,
  leaf: IssuedLeaf,
  acts: Acts = {},
): Promise<Ended> {
  return endedAs(await engine.deploy({ target, ...pemOf(leaf), acts }));
}

/** The deletion that a plan says would be undone. */
export async function deletionPlanned(engine: Engine, target: Target, leaf: IssuedLeaf): Promise<string> {
  const plan = await engine.plan({ target, ...pemOf(leaf) });
  const step = plan.steps.find(({ kind }) => kind === 'undelete');
  if (step?.kind !== 'undelete') throw new Error('the plan has no deletion to undo');
  return step.deletion;
}

export async function adopt(
  engine: Engine,
  target: Target,
  leaf: IssuedLeaf,
  chain?: string,
): Promise<Ended> {
  return orThrown(async () => {
    await engine.adopt({ target, privateKey: leaf.privateKeyPem, ...(chain === undefined ? {} : { chain }) });
    return { status: 'adopted', findings: [] };
  });
}

/** What a discovery found is told as findings: how many certificates, and of how many it says trouble. */
export async function discover(
  engine: Engine,
  type: string,
  scope: Readonly<Record<string, unknown>>,
): Promise<Ended> {
  return orThrown(async () => {
    const findings: string[] = [];
    for await (const found of engine.discover(type, scope)) {
      const degraded = found.degraded === undefined ? '' : `, without ${found.degraded.join(', ')}`;
      findings.push((found.trouble === undefined ? 'found' : 'trouble') + degraded);
    }
    return { status: 'listed', findings };
  });
}

async function orThrown(work: () => Promise<Ended>): Promise<Ended> {
  try {
    return await work();
  } catch (error) {
    if (!isCertctlError(error)) throw error;
    return { status: 'thrown', code: error.code, findings: [] };
  }
}

function endedAs(outcome: Outcome): Ended {
  return {
    status: outcome.status,
    ...('error' in outcome ? { code: outcome.error.code } : {}),
    ...('holds' in outcome ? { holds: outcome.holds } : {}),
    ...('why' in outcome ? { why: outcome.why } : {}),
    findings: outcome.findings.map(({ code }) => code),
  };
}

function pemOf({ certificatePem, chainPem, privateKeyPem }: IssuedLeaf) {
  return { certificate: certificatePem, chain: chainPem, privateKey: privateKeyPem };
}
