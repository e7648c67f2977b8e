import type { Cell, Rule, Verdict } from './expect.js';

const CODE: Readonly<Record<string, string>> = {
  refused: 'service_refused',
  absent: 'service_absent',
  conflict: 'service_conflict',
  throttled: 'service_throttled',
  broken: 'service_broken',
  uncertain: 'service_uncertain',
};

const call = ({ row }: Cell) => `${row.moment}/${row.operation}.${row.nth}`;
const codeOf = ({ taken }: Cell) => CODE[taken.class];
const asUsual = ({ usual: { status, code, held } }: Cell): Verdict => ({ status, code, held });
const alsoFailed = ({ usual }: Cell, held: string): Verdict => ({
  status: 'also_failed',
  code: usual.code,
  held,
});
const usually = (cell: Cell, held: string): Verdict => ({ ...asUsual(cell), held });
/** Refused, or never answered however often it is sent. */
const fails = ({ taken, slug }: Cell) =>
  ['refused', 'absent', 'conflict'].includes(taken.class) ||
  slug === '429-for-good' ||
  slug === '5xx-for-good';

const ON_TOP = 'foreign, above an enabled foreign';
const BENEATH = 'old, above an enabled foreign';

/** The rules of a store that keeps versions, where they are others than those of one that does not. */
export const VAULT_RULES: readonly Rule[] = [
  {
    name: 'vault-stranger-beneath',
    says: 'What somebody else imports between the last look and the import stays as an enabled version beneath ours.',
    of: (cell) => {
      const isBefore = ['before', 'opened'].includes(cell.row.moment);
      return isBefore &&
        cell.slug === 'second-writer' &&
        cell.before.startsWith('old') &&
        cell.usual.status === 'deployed'
        ? usually(cell, 'new, above an enabled foreign')
        : undefined;
    },
  },
  {
    name: 'vault-key-read-twice',
    says: 'A plan that promised a rollback is held to it: when the key that it saw cannot be read again, nothing is sent.',
    of: (cell) =>
      call(cell) === 'opened/GetSecret.1' && cell.slug === '403'
        ? { status: 'failed', code: 'keeping_failed', held: cell.before }
        : undefined,
  },
  {
    name: 'vault-deleted-name-unseen',
    says: 'A deleted name that cannot be seen as one is told by the import, which the vault refuses.',
    of: (cell) =>
      call(cell) === 'before/GetDeletedCertificate.1' &&
      cell.before.startsWith('deleted') &&
      ['403', '404'].includes(cell.slug)
        ? { status: 'failed', code: 'service_conflict', held: cell.before }
        : undefined,
  },
  {
    name: 'vault-undelete',
    says: 'A recovery that did not happen leaves the name deleted; one that did, and cannot be used, is undone.',
    of: (cell) => (cell.row.moment === 'undeleting' ? undeleting(cell) : undefined),
  },
  {
    name: 'vault-restoring',
    says: 'The way back in a vault: the old certificate becomes the latest, then the bad version is disabled; that it could not be is a finding, because consumers follow the latest, and so is a chain that could not be read back.',
    of: (cell) => (cell.row.moment === 'restoring' ? restoring(cell) : undefined),
  },
  {
    name: 'vault-withdrawing',
    says: 'A first version that could not be proven is disabled, and that it is, is looked at.',
    of: (cell) => (cell.row.moment === 'withdrawing' ? withdrawing(cell) : undefined),
  },
  {
    name: 'vault-redeleting',
    says: 'A name that was recovered for a deploy that failed is deleted again, with what the deploy had imported disabled in it.',
    of: (cell) => (cell.row.moment === 'redeleting' ? redeleting(cell) : undefined),
  },
];

function undeleting(cell: Cell): Verdict | undefined {
  const { slug, before, forGood } = cell;
  const again = (code: string): Verdict => ({ status: 'withdrawn', code, held: before });
  if (call(cell) === 'undeleting/RecoverDeletedCertificate.1') {
    // Whoever is told that it is under way, or gone, waits for it, and it never comes.
    if (slug === '404' || slug === '409')
      return { status: 'failed', code: 'deadline_exceeded', held: before };
    if (slug === 'timeout-after-effect' || slug === 'truncated') return again('service_uncertain');
    if (slug === 'second-writer') return { status: 'also_failed', code: 'not_proven', held: 'foreign' };
    return { status: 'failed', code: codeOf(cell), held: before };
  }
  if (forGood) return { status: 'unresolved', code: codeOf(cell), held: 'old' };
  if (call(cell) === 'undeleting/GetCertificate.1') {
    return slug === 'second-writer'
      ? { status: 'also_failed', code: 'not_proven', held: 'foreign' }
      : asUsual(cell);
  }
  if (slug === '409') return again('service_conflict');
  if (slug === '404' || slug === 'stale-read') return again('not_proven');
  return slug === 'second-writer' ? usually(cell, 'new, above an enabled foreign') : asUsual(cell);
}

function restoring(cell: Cell): Verdict {
  const { row, slug, forGood } = cell;
  const { nth } = row;
  if (row.operation === 'UpdateCertificate') {
    if (slug === 'second-writer') return usually(cell, 'foreign');
    return fails(cell) ? usually(cell, BENEATH) : asUsual(cell);
  }
  if (row.operation === 'ImportCertificate') {
    if (fails(cell)) return alsoFailed(cell, 'foreign');
    return slug === 'wrong-serial' || slug === 'second-writer' ? usually(cell, BENEATH) : asUsual(cell);
  }
  // That the chain could not be read back is a finding: the certificate is.
  if (['GetSecret', 'Challenge'].includes(row.operation) || nth > 6)
    return slug === 'second-writer' ? usually(cell, 'foreign') : asUsual(cell);
  if (slug === 'second-writer') {
    if (nth === 1) return usually(cell, BENEATH);
    return nth <= 3 ? alsoFailed(cell, ON_TOP) : usually(cell, 'foreign');
  }
  if (nth === 6) return asUsual(cell);
  if (forGood) return { status: 'unresolved', code: codeOf(cell), held: BENEATH };
  return asUsual(cell);
}

function withdrawing(cell: Cell): Verdict {
  const { row, slug, forGood } = cell;
  if (row.operation === 'UpdateCertificate')
    return fails(cell) || slug === 'second-writer' ? alsoFailed(cell, 'foreign') : asUsual(cell);
  if (slug === 'second-writer') return row.nth === 1 ? alsoFailed(cell, 'foreign') : usually(cell, 'foreign');
  if (row.nth === 1) {
    return forGood || slug === '409'
      ? { status: 'unresolved', code: codeOf(cell), held: 'foreign' }
      : asUsual(cell);
  }
  return forGood ? { status: 'unresolved', code: codeOf(cell), held: 'foreign, disabled' } : asUsual(cell);
}

function redeleting(cell: Cell): Verdict {
  const { row, slug, forGood } = cell;
  const gone = 'deleted (foreign, disabled)';
  switch (row.operation) {
    case 'UpdateCertificate':
      return fails(cell) || slug === 'second-writer' ? usually(cell, 'deleted (foreign)') : asUsual(cell);
    case 'DeleteCertificate':
      return fails(cell) ? alsoFailed(cell, 'foreign, disabled') : asUsual(cell);
    case 'GetDeletedCertificate':
      if (row.nth === 1) return forGood ? alsoFailed(cell, gone) : asUsual(cell);
      return fails(cell) ? alsoFailed(cell, gone) : asUsual(cell);
    default: {
      if (slug === 'second-writer') return row.nth < 3 ? usually(cell, 'deleted (foreign)') : asUsual(cell);
      if (row.nth === 1 && (forGood || slug === '409'))
        return { status: 'unresolved', code: codeOf(cell), held: 'foreign' };
      if (forGood) return { status: 'unresolved', code: codeOf(cell), held: gone };
      return row.nth === 3 && slug === '409' ? alsoFailed(cell, gone) : asUsual(cell);
    }
  }
}
