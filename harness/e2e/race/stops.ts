import type { Passage } from '../deployer/orders.js';
import type { Clouds } from '../sites/clouds.js';
import type { ArenaKind } from './arena.js';

/** Where the holder of the lease is stopped. */
export interface Stop {
  readonly name: string;
  readonly site: ArenaKind;
  readonly at: (Passage & { readonly nth: number }) | { readonly answerOf: string };
  /** Nothing was there before. */
  readonly fresh?: true;
  /** Makes its deploy go back. */
  readonly trouble?: (clouds: Clouds) => void;
}

/** When it is continued, its lease having run out. */
export const RESUMPTIONS = [
  'before anybody came',
  'while another deploys',
  'when another has deployed',
] as const;
export type Resumption = (typeof RESUMPTIONS)[number];

const before = (point: string, nth = 1) => ({ point, side: 'before' as const, nth });
const after = (point: string, nth = 1) => ({ point, side: 'after' as const, nth });

const tagsRefused = ({ acm }: Clouds) =>
  void acm.faults.add({
    operation: 'AddTagsToCertificate',
    kind: 'error',
    name: 'AccessDeniedException',
    message: 'a fault',
    on: { every: 1 },
  });
const tagsDropped = ({ vault }: Clouds) =>
  void vault.faults.add({ operation: 'ImportCertificate', kind: 'drop-tags' });

const secondRefused = ({ elb }: Clouds) =>
  void elb.faults.add({
    operation: 'ModifyListener',
    kind: 'error',
    name: 'AccessDenied',
    message: 'a fault',
    on: { nth: 2 },
  });

const ON_BOTH: readonly Omit<Stop, 'site'>[] = [
  { name: 'before it kept its key', at: after('journal.open') },
  { name: 'before its import', at: before('store.import') },
  { name: 'before the answer to its import', at: { answerOf: 'ImportCertificate' } },
  { name: 'after its import', at: after('store.import') },
  { name: 'before its end is written', at: before('together') },
];

export const STOPS: readonly Stop[] = [
  ...ON_BOTH.map((stop): Stop => ({ ...stop, site: 'acm' })),
  ...ON_BOTH.map((stop): Stop => ({ ...stop, site: 'vault' })),
  ...(['acm', 'vault'] as const).flatMap((site): Stop[] => [
    { name: 'before a first import', site, fresh: true, at: before('store.import') },
    { name: 'before the answer to a first import', site, fresh: true, at: { answerOf: 'ImportCertificate' } },
    { name: 'after a first import', site, fresh: true, at: after('store.import') },
  ]),
  { name: 'before its tags', site: 'acm', at: before('store.tag') },
  { name: 'before its proof', site: 'acm', at: after('store.tag') },
  ...(['acm', 'vault'] as const).flatMap((site): Stop[] => {
    const trouble = site === 'acm' ? tagsRefused : tagsDropped;
    return [
      { name: 'on the way back, before its import', site, trouble, at: before('store.import', 2) },
      { name: 'on the way back, after its import', site, trouble, at: after('store.import', 2) },
    ];
  }),
  { name: 'before it points a listener', site: 'listener', fresh: true, at: before('binding.bind') },
  {
    name: 'before the answer to its pointing',
    site: 'listener',
    fresh: true,
    at: { answerOf: 'ModifyListener' },
  },
  { name: 'with both listeners pointed', site: 'listener', fresh: true, at: after('binding.bind', 2) },
  ...(['before', 'after'] as const).map(
    (side): Stop => ({
      name: `on the way back, ${side} it points a listener`,
      site: 'listener',
      fresh: true,
      trouble: secondRefused,
      // What was refused has no end of its own.
      at: { point: 'binding.bind', side, nth: side === 'before' ? 3 : 2 },
    }),
  ),
  {
    name: 'before it takes away what it made',
    site: 'listener',
    fresh: true,
    trouble: secondRefused,
    at: before('store.remove'),
  },
  { name: 'before it points', site: 'shared listener', fresh: true, at: before('binding.bind') },
  {
    name: 'before the answer to its pointing',
    site: 'shared listener',
    fresh: true,
    at: { answerOf: 'ModifyListener' },
  },
  { name: 'after it has pointed', site: 'shared listener', fresh: true, at: after('binding.bind') },
  { name: 'before it disables', site: 'vault', trouble: tagsDropped, at: before('store.disable') },
];
