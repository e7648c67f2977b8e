import type { Cell, Rule, Verdict } from './expect.js';

const CODE: Readonly<Record<string, string>> = {
  refused: 'service_refused',
  throttled: 'service_throttled',
};

const UNUSED = 'the new one unused in ACM';
const WRITES = /^(ModifyListener|AddListenerCertificates|RemoveListenerCertificates)$/;

const asUsual = ({ usual: { status, code, held } }: Cell): Verdict => ({ status, code, held });
const call = ({ row }: Cell) => `${row.operation}@${row.moment}.${row.nth}`;
const isIn = (cell: Cell, ...flows: readonly string[]) => flows.includes(cell.row.flow.slug);
const isForward = ({ row }: Cell) => row.moment === 'binding' || row.moment === 'proving';
/** A write that was refused says so; what was never answered, or never shown, was not proven. */
const forwardCode = ({ row, taken }: Cell) =>
  (WRITES.test(row.operation) || taken.class === 'refused' ? CODE[taken.class] : undefined) ??
  'binding_not_proven';

function alsoFailed(cell: Cell, held: string): Verdict {
  return { status: 'also_failed', code: isForward(cell) ? forwardCode(cell) : cell.usual.code, held };
}

/** What two listeners have when one of them has a certificate of somebody else. */
function strangerAt({ row }: Cell): string {
  const which = row.nth === 1 ? 'first foreign, second old' : 'first old, second foreign';
  return `${which}, ${UNUSED}`;
}

/** The rules of deploys that point listeners, in the order in which they are asked. */
export const LISTENER_RULES: readonly Rule[] = [
  {
    name: 'listener-not-there',
    says: 'A binding whose listener does not exist is refused; of the other listeners of its load balancer, one may go.',
    of: (cell) => {
      const isMissing = cell.slug === '404' || cell.slug === 'stale-read';
      if (cell.row.moment !== 'before' || !isMissing) return undefined;
      if (call(cell) === 'DescribeListeners@before.2' && cell.slug === '404')
        return { status: 'failed', code: 'service_absent', held: cell.before };
      if (/^DescribeListener(s|Certificates)@before\.1$/.test(call(cell)))
        return { status: 'refused', code: 'plan_refused', held: cell.before };
      return asUsual(cell);
    },
  },
  {
    name: 'list-that-looks-full',
    says: 'Without the permission to read the limits of the account, the usual limit counts, and a list that has so many is refused.',
    of: (cell) =>
      cell.row.operation === 'DescribeAccountLimits' && cell.slug === '403'
        ? { status: 'refused', code: 'plan_refused', held: cell.before }
        : undefined,
  },
  {
    name: 'endpoint-before',
    says: 'What an endpoint shows before is what lost names and earlier dates are looked for in; one that cannot be asked is a finding, and the settings alone prove the change.',
    of: (cell) => {
      if (call(cell) !== 'tls:Handshake@before.1') return undefined;
      return cell.slug === 'wrong-serial'
        ? { status: 'refused', code: 'plan_refused', held: cell.before }
        : asUsual(cell);
    },
  },
  {
    name: 'endpoint-lost',
    says: 'An endpoint that cannot be asked any more proves neither the new certificate nor the old one; what the listener has is the old one.',
    of: (cell) => {
      if (cell.row.operation !== 'tls:Handshake') return undefined;
      if (cell.slug !== '5xx-for-good') return asUsual(cell);
      return alsoFailed(cell, isIn(cell, 'renewal') ? 'old' : `old, ${UNUSED}`);
    },
  },
  {
    name: 'superseded-stays',
    says: 'A superseded certificate that cannot be taken from the list, or not be seen to be gone, is a finding: the new one is in use.',
    of: (cell) => {
      const isDetach =
        /^(RemoveListenerCertificates@binding\.1|DescribeListeners@binding\.1|DescribeListenerCertificates@binding\.2)$/;
      if (!isIn(cell, 'list') || !isDetach.test(call(cell))) return undefined;
      const stays = cell.forGood && cell.row.operation === 'RemoveListenerCertificates';
      return stays ? { ...asUsual(cell), held: 'new beside the old' } : asUsual(cell);
    },
  },
  {
    name: 'stranger-at-the-listener',
    says: 'A listener that somebody else points elsewhere before it is proven is left to them, and the others go back; who changes a default says nothing about a list.',
    of: (cell) => {
      const isStranger = cell.slug === 'second-writer' || cell.slug === 'wrong-serial';
      if (!isForward(cell) || !isStranger) return undefined;
      if (isIn(cell, 'list')) return asUsual(cell);
      return alsoFailed(cell, isIn(cell, 'renewal') ? 'foreign' : strangerAt(cell));
    },
  },
  {
    name: 'listener-asked-again',
    says: 'A certificate that is not known yet, a lost answer and a look that is late are asked for again.',
    of: (cell) => (isForward(cell) && !cell.forGood ? asUsual(cell) : undefined),
  },
  {
    name: 'listener-not-changed',
    says: 'A listener that cannot be changed takes the deploy back; the one before it goes back only if that may still be changed.',
    of: (cell) => {
      if (!isForward(cell) || !WRITES.test(cell.row.operation)) return undefined;
      const code = forwardCode(cell);
      if (isIn(cell, 'list')) return { status: 'restored', code, held: 'old' };
      if (cell.row.nth === 2) return alsoFailed(cell, 'first new, second old');
      // What was never answered may have been done, and so counts as pointed back.
      return { status: cell.taken.class === 'uncertain' ? 'restored' : 'withdrawn', code, held: 'old' };
    },
  },
  {
    name: 'listener-not-seen',
    says: 'When a listener cannot be looked at any more, it is not known to be back either: what it was pointed at stays, and is told.',
    of: (cell) => {
      if (!isForward(cell)) return undefined;
      if (isIn(cell, 'renewal')) return alsoFailed(cell, 'old');
      if (isIn(cell, 'list')) return alsoFailed(cell, 'new beside the old');
      return alsoFailed(cell, cell.row.nth === 1 ? 'first new, second old' : 'new');
    },
  },
  {
    name: 'stranger-while-pointing-back',
    says: 'Who writes between the look and the way back is overwritten, who writes before the old certificate is proven is left alone, and who writes after that comes after the end.',
    of: (cell) => {
      const { row, slug } = cell;
      if (row.moment !== 'unbinding' || IN_ACM.test(row.operation)) return undefined;
      if (slug !== 'second-writer' && slug !== 'wrong-serial') return undefined;
      const held = 'list old, first foreign, second old';
      if (call(cell) === 'DescribeListeners@unbinding.1') return asUsual(cell);
      if (/^(ModifyListener@unbinding\.1|DescribeListeners@unbinding\.2)$/.test(call(cell)))
        return alsoFailed(cell, `${held}, ${UNUSED}`);
      return { ...asUsual(cell), held };
    },
  },
  {
    name: 'not-pointed-back',
    says: 'A listener that cannot be pointed back, or not be seen to be back, keeps what it was given; the certificate of its default is not taken from its list.',
    of: (cell) => {
      if (cell.row.moment !== 'unbinding' || IN_ACM.test(cell.row.operation)) return undefined;
      return cell.forGood ? alsoFailed(cell, stillPointed(call(cell))) : asUsual(cell);
    },
  },
  {
    name: 'withdrawn-with-listeners',
    says: 'Once nobody uses it, the fresh certificate is deleted, and asked for again while ACM says that it is in use; where that cannot be done, it stays without harm.',
    of: (cell) => {
      if (cell.row.moment !== 'unbinding' || !IN_ACM.test(cell.row.operation)) return undefined;
      if (call(cell) === 'DeleteCertificate@unbinding.1' && cell.slug === '404')
        return alsoFailed(cell, `old, ${UNUSED}`);
      if (!cell.forGood) return asUsual(cell);
      return alsoFailed(cell, call(cell) === 'DescribeCertificate@unbinding.2' ? 'old' : `old, ${UNUSED}`);
    },
  },
];

/** When the listeners are back, what was made for them is taken away. */
const IN_ACM = /Certificate$/;

/** What is left of three places, the list last, when the way back cannot go on at a call. */
function stillPointed(at: string): string {
  if (/^(ModifyListener|DescribeListeners)@unbinding\.1$/.test(at)) return 'list new, first new, second old';
  if (/^(DescribeListeners@unbinding\.4|DescribeListenerCertificates@unbinding\.2)$/.test(at))
    return `old, ${UNUSED}`;
  return 'list new, first old, second old';
}
