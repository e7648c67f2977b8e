import { readCertificate } from '@certctl/certificate';
import { CertctlError, type Material, type Present } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import { TOKENS } from '../composition/tokens.js';
import type { ClosedEntry, Journal } from '../journal/journal.js';
import type { ResolvedTarget } from './deployment.js';
import type { GivenPrevious } from './given-previous.js';
import type { Snapshot } from './held.js';
import type { PreviousMaterial } from './previous-material.js';

/** How far back a deployment can be named. */
const MOST = 100;

/** A certificate that was held, as far as the journal has it. */
type Past = Pick<Present, 'chain' | 'revision'> & { readonly leaf: Uint8Array };

export interface PastInput {
  readonly resolved: ResolvedTarget;
  readonly snapshot: Snapshot;
  /** The deployment whose certificate is wanted; the one before what is held, when left out. */
  readonly to: string | undefined;
  readonly given: GivenPrevious | undefined;
}

/** Finds a certificate that was held before, from the journal, with its key. */
@injectable()
export class PastMaterial {
  constructor(
    @inject(TOKENS.journal) private readonly journal: Journal,
    @inject(TOKENS.previousMaterial) private readonly previous: PreviousMaterial,
  ) {}

  /** @throws CertctlError `rollback_unknown`, `rollback_impossible`, or the error of a call */
  async find({ resolved, snapshot, to, given }: PastInput, call: EngineCall): Promise<Material> {
    const { id } = resolved.target;
    const closed = await this.journal.history(id, MOST);
    const deployed = closed.filter(({ status }) => status === 'deployed');
    const past = to === undefined ? before(deployed, snapshot, id) : named(deployed, to, id);
    const held = { state: 'present' as const, ...past };
    const found = await this.previous.find({ resolved, held, given, incoming: [] }, call);
    if (found.from === 'nowhere') {
      const { subject, serial } = readCertificate(past.leaf);
      throw new CertctlError(
        'rollback_impossible',
        `${subject}, serial ${serial}, cannot be brought back: ${found.reason}`,
        { target: id },
      );
    }
    return { ...found.bundle, privateKey: found.privateKey };
  }
}

function named(deployed: readonly ClosedEntry[], to: string, target: string): Past {
  const entry = deployed.find((each) => each.entry.id === to)?.entry;
  if (!entry) {
    throw new CertctlError(
      'rollback_unknown',
      `the journal has no deployment ${to} of this target that ended with its certificate held`,
      { target },
    );
  }
  const { leaf, chain } = entry.incoming;
  return { leaf, chain, ...(entry.revision === undefined ? {} : { revision: entry.revision }) };
}

/**
 * What was held before the deploy that brought in what is held now. A rollback is no such deploy: to go back
 * twice must not bring in again what somebody went back from.
 */
function before(deployed: readonly ClosedEntry[], { bundle }: Snapshot, target: string): Past {
  const brought = deployed.find(
    ({ entry }) => entry.purpose === 'deploy' && entry.incoming.fingerprint === bundle?.leaf.fingerprint,
  );
  if (!brought) {
    throw new CertctlError(
      'rollback_unknown',
      bundle
        ? `${bundle.leaf.subject}, serial ${bundle.leaf.serial}, is held, which no deploy in the journal brought in`
        : 'no certificate is held that a deploy in the journal brought in',
      { target },
    );
  }
  const { preImage } = brought.entry;
  if (preImage.state !== 'present' || !preImage.leaf) {
    throw new CertctlError('rollback_impossible', `nothing was held before deployment ${brought.entry.id}`, {
      target,
      remedy: 'Deploy the certificate that is wanted.',
    });
  }
  const { leaf, chain, revision } = preImage;
  return { leaf, ...(chain ? { chain } : {}), ...(revision === undefined ? {} : { revision }) };
}
