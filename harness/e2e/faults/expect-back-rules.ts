import type { Cell, Rule, Verdict } from './expect.js';

const CODE: Readonly<Record<string, string>> = {
  refused: 'service_refused',
  absent: 'service_absent',
  conflict: 'service_conflict',
  throttled: 'service_throttled',
  broken: 'service_broken',
};

const WAY_BACK = ['restoring', 'withdrawing', 'redeleting'];
const isBack = ({ row }: Cell) => WAY_BACK.includes(row.moment);
const isFile = ({ row }: Cell) => row.flow.plugin === 'filesystem';
const isVault = ({ row }: Cell) => row.flow.plugin === 'key-vault';
const call = ({ row }: Cell) => `${row.flow.plugin}/${row.moment}/${row.operation}.${row.nth}`;
const isWayBackImport = ({ row }: Cell) => /^(ImportCertificate|filesystem:Write)$/.test(row.operation);
/** Refused, or never answered however often it is sent. */
const fails = (cell: Cell) =>
  ['refused', 'absent', 'conflict'].includes(cell.taken.class) ||
  cell.slug === '429-for-good' ||
  cell.slug === '5xx-for-good';

const asUsual = ({ usual: { status, code, held } }: Cell): Verdict => ({ status, code, held });
const alsoFailed = ({ usual }: Cell, held: string): Verdict => ({
  status: 'also_failed',
  code: usual.code,
  held,
});

/** What is held when the way back cannot be gone. */
function bad(cell: Cell): string {
  return isFile(cell) ? 'new' : 'foreign';
}

/** The rules of going back, of a deploy that failed already: its own error is the one that is told. */
export const BACK_RULES: readonly Rule[] = [
  {
    name: 'after-the-deletion',
    says: 'What is still read of a certificate after the service has said that it is gone tells nothing more.',
    of: (cell) =>
      /^acm\/withdrawing\/(GetCertificate\.3|ListTagsForCertificate\.2)$/.test(call(cell))
        ? asUsual(cell)
        : undefined,
  },
  {
    name: 'way-back-blind',
    says: 'A way back on which what is held cannot be read is not known to have ended; the next deploy closes it.',
    of: (cell) => {
      const isLook = ['GetCertificate', 'filesystem:Read'].includes(cell.row.operation);
      const isForGood =
        cell.forGood || (/\/withdrawing\/GetCertificate\.1$/.test(call(cell)) && cell.slug === '409');
      if (!isBack(cell) || !isLook || !isForGood || isVault(cell)) return undefined;
      return { status: 'unresolved', code: CODE[cell.taken.class], held: heldBlind(cell) };
    },
  },
  {
    name: 'import-back-refused',
    says: 'When the previous certificate is not taken back, what the deploy sent stays, and is told with the commands that repair it.',
    of: (cell) =>
      isBack(cell) && isWayBackImport(cell) && fails(cell) ? alsoFailed(cell, bad(cell)) : undefined,
  },
  {
    name: 'deletion-refused',
    says: 'When what the deploy made cannot be deleted, it stays.',
    of: (cell) => {
      if (!/^(DeleteCertificate|filesystem:Remove)$/.test(cell.row.operation) || isVault(cell))
        return undefined;
      if (isFile(cell) && cell.slug === 'second-writer') return alsoFailed(cell, 'foreign');
      return isBack(cell) && fails(cell) ? alsoFailed(cell, bad(cell)) : undefined;
    },
  },
  {
    name: 'inspection-before-the-deletion',
    says: 'What cannot be looked at whole is not deleted.',
    of: (cell) => {
      const isInspection =
        /^(acm\/withdrawing\/(DescribeCertificate\.1|GetCertificate\.2|ListTagsForCertificate\.1)|filesystem\/withdrawing\/filesystem:Read\.2)$/;
      if (!isInspection.test(call(cell))) return undefined;
      const { operation } = cell.row;
      if (operation === 'ListTagsForCertificate' && cell.slug === '403') return asUsual(cell);
      // The service says that there is nothing to be deleted, and the address shows the same to nobody else.
      if (operation === 'DescribeCertificate' && cell.slug === '404') return asUsual(cell);
      if (isFile(cell)) return cell.slug === 'truncated' ? alsoFailed(cell, 'new') : asUsual(cell);
      const isAbsent = operation === 'GetCertificate' && cell.slug === 'stale-read';
      return fails(cell) || isAbsent ? alsoFailed(cell, 'foreign') : asUsual(cell);
    },
  },
  {
    name: 'look-after-the-deletion',
    says: 'A deletion that cannot be looked at is not called one.',
    of: (cell) => {
      if (call(cell) !== 'acm/withdrawing/DescribeCertificate.2') return undefined;
      return fails(cell) && cell.slug !== '404' ? alsoFailed(cell, 'nothing') : asUsual(cell);
    },
  },
  {
    name: 'tags-back-refused',
    says: 'The certificate is back; that its tags are cannot be said, so the rollback is not whole.',
    of: (cell) => {
      const { operation, nth } = cell.row;
      if (cell.row.moment !== 'restoring') return undefined;
      if (cell.slug === '404' && operation === 'AddTagsToCertificate') return asUsual(cell);
      if (cell.slug === '404' && operation === 'ListTagsForCertificate' && nth === 1) return asUsual(cell);
      if (operation === 'AddTagsToCertificate')
        return fails(cell) ? alsoFailed(cell, 'old without its tags') : undefined;
      if (operation !== 'ListTagsForCertificate') return undefined;
      return fails(cell) ? alsoFailed(cell, 'old') : undefined;
    },
  },
  {
    name: 'added-tags-stay',
    says: 'Tags that the deploy had added and that may not be removed are visible and harmless.',
    of: (cell) => {
      if (cell.row.operation !== 'RemoveTagsFromCertificate') return undefined;
      if (cell.slug === '401' || cell.slug === '429-for-good')
        return alsoFailed(cell, 'old with tags of the new');
      return fails(cell) ? { ...asUsual(cell), held: 'old with tags of the new' } : undefined;
    },
  },
  {
    name: 'reload-back-refused',
    says: 'The old file is back, and its reader has not taken it up.',
    of: (cell) => {
      if (call(cell) !== 'filesystem/restoring/filesystem:Reload.1') return undefined;
      if (cell.slug === 'second-writer') return alsoFailed(cell, 'foreign');
      return cell.taken.class === 'ok' || cell.taken.isCured ? asUsual(cell) : alsoFailed(cell, 'old');
    },
  },
  {
    name: 'stranger-on-the-way-back',
    says: 'Who writes before the previous certificate is sent again is overwritten, who writes before it is proven is seen, and who writes after the last look comes after the end.',
    of: (cell) => {
      if (!isBack(cell) || cell.slug !== 'second-writer' || isVault(cell)) return undefined;
      const { operation, nth, moment } = cell.row;
      if (moment === 'withdrawing') return asUsual(cell);
      if (isWayBackImport(cell) || (nth === 1 && /^(GetCertificate|filesystem:Read)$/.test(operation)))
        return asUsual(cell);
      if (isFile(cell)) return nth === 3 ? alsoFailed(cell, 'foreign') : asUsual(cell);
      return operation === 'GetCertificate' && nth === 3
        ? { ...asUsual(cell), held: 'foreign' }
        : alsoFailed(cell, 'foreign');
    },
  },
  {
    name: 'unreadable-at-the-end',
    says: 'A file whose certificate cannot be read when it is to be proven is not proven.',
    of: (cell) =>
      call(cell) === 'filesystem/restoring/filesystem:Read.3' && cell.slug === 'truncated'
        ? alsoFailed(cell, 'old')
        : undefined,
  },
  {
    name: 'looked-at-again',
    says: 'On the way back a single read or a single lost request decides nothing: it is looked at, or sent, again.',
    of: (cell) => (isBack(cell) && !isVault(cell) ? asUsual(cell) : undefined),
  },
];

function heldBlind({ row, before }: Cell): string {
  const { plugin } = row.flow;
  if (before === 'nothing') return plugin === 'filesystem' ? (row.nth === 3 ? 'nothing' : 'new') : 'foreign';
  return plugin === 'acm' && row.nth < 3 ? 'old without its tags' : 'old';
}
