import { writeFileSync } from 'node:fs';
import type { AcmFault, Elbv2Fault, FaultSpec, VaultFault } from '@certctl/emulators';
import type { OutcomeStatus } from '@certctl/engine';
import type { Clouds } from '../sites/clouds.js';
import type { Slot } from '../sites/listeners.js';
import type { Site } from '../sites/site.js';

/** One kind of deploy that is killed. */
export interface Flow {
  readonly name: string;
  readonly site: Site['kind'];
  /** Places at listeners that are pointed at the certificate, in the order of the bindings. */
  readonly slots?: readonly Slot[];
  /** Something was deployed before. */
  readonly renews: boolean;
  /** The same certificate again, with other tags. */
  readonly tagsOnly?: true;
  /** The operator has imported what was deployed into another ARN, and pinned that. */
  readonly exchanged?: true;
  /** What makes it go back. Set when what was there before has been deployed. */
  readonly trouble?: (clouds: Clouds, reloadFails: string) => void;
  /**
   * The service stores a certificate that nobody sent. Of one that is found there later nobody can say whose
   * it is: recovery leaves it alone, and says so.
   */
  readonly storesAnother?: true;
  /** How it ends when nobody kills it. */
  readonly ends: OutcomeStatus;
}

const error = (name: string) => ({ kind: 'error', name, message: 'a fault', status: 400 }) as const;
const refused: FaultSpec<AcmFault> = {
  operation: 'AddTagsToCertificate',
  on: { every: 1 },
  ...error('AccessDeniedException'),
};

/** The first read is the look before the import, the second that of the tags, the third the proof. */
const proofRefused: FaultSpec<VaultFault> = {
  operation: 'GetCertificate',
  on: { nth: 3 },
  kind: 'error',
  name: 'Forbidden',
  message: 'a fault',
  status: 403,
};

/** The second of the listeners refuses; the third call is the first of the way back. */
const secondRefused: FaultSpec<Elbv2Fault> = {
  operation: 'ModifyListener',
  on: { nth: 2 },
  ...error('AccessDenied'),
};

export const FLOWS: readonly Flow[] = [
  { name: 'acm first', site: 'acm', renews: false, ends: 'deployed' },
  { name: 'acm renewal', site: 'acm', renews: true, ends: 'deployed' },
  { name: 'acm tags only', site: 'acm', renews: true, tagsOnly: true, ends: 'deployed' },
  {
    name: 'acm rollback',
    site: 'acm',
    renews: true,
    trouble: ({ acm }) => acm.faults.add(refused),
    ends: 'restored',
  },
  {
    name: 'acm withdrawal',
    site: 'acm',
    renews: false,
    trouble: ({ acm }) => {
      acm.faults.add({ operation: 'ImportCertificate', kind: 'drop-tags' });
      acm.faults.add(refused);
    },
    ends: 'withdrawn',
  },
  {
    name: 'acm stores another',
    site: 'acm',
    renews: true,
    trouble: ({ acm }) => acm.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' }),
    storesAnother: true,
    ends: 'restored',
  },
  {
    name: 'listener first',
    site: 'listener',
    slots: ['first', 'second'],
    renews: false,
    // The load balancers do not know at once of what ACM has just been given.
    trouble: ({ elb }) => {
      elb.settings.lateCertificates = { reads: 1 };
    },
    ends: 'deployed',
  },
  {
    name: 'listener renewal',
    site: 'listener',
    slots: ['first', 'second', 'sni'],
    renews: true,
    ends: 'deployed',
  },
  {
    name: 'listener second refuses',
    site: 'listener',
    slots: ['sni', 'first', 'second'],
    renews: false,
    trouble: ({ elb }) => elb.faults.add(secondRefused),
    ends: 'restored',
  },
  {
    name: 'listener sni replaces',
    site: 'listener',
    slots: ['first', 'second', 'sni'],
    renews: true,
    exchanged: true,
    ends: 'deployed',
  },
  { name: 'vault first', site: 'vault', renews: false, ends: 'deployed' },
  { name: 'vault renewal', site: 'vault', renews: true, ends: 'deployed' },
  { name: 'vault tags only', site: 'vault', renews: true, tagsOnly: true, ends: 'deployed' },
  {
    name: 'vault rollback',
    site: 'vault',
    renews: true,
    trouble: ({ vault }) => vault.faults.add({ operation: 'ImportCertificate', kind: 'drop-tags' }),
    ends: 'restored',
  },
  {
    name: 'vault withdrawal',
    site: 'vault',
    renews: false,
    trouble: ({ vault }) => vault.faults.add(proofRefused),
    ends: 'withdrawn',
  },
  {
    name: 'vault stores another',
    site: 'vault',
    renews: true,
    trouble: ({ vault }) => vault.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' }),
    storesAnother: true,
    ends: 'restored',
  },
  { name: 'file first', site: 'file', renews: false, ends: 'deployed' },
  { name: 'file renewal', site: 'file', renews: true, ends: 'deployed' },
  {
    name: 'file rollback',
    site: 'file',
    renews: true,
    trouble: (_, reloadFails) => writeFileSync(reloadFails, ''),
    ends: 'restored',
  },
  {
    name: 'file withdrawal',
    site: 'file',
    renews: false,
    trouble: (_, reloadFails) => writeFileSync(reloadFails, ''),
    ends: 'withdrawn',
  },
];
