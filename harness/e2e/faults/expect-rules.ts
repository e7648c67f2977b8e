import type { Cell, Rule, Verdict } from './expect.js';
import { BACK_RULES } from './expect-back-rules.js';
import { LISTENER_RULES } from './expect-listener-rules.js';
import { VAULT_RULES } from './expect-vault-rules.js';

const CODE: Readonly<Record<string, string>> = {
  refused: 'service_refused',
  absent: 'service_absent',
  conflict: 'service_conflict',
  throttled: 'service_throttled',
  broken: 'service_broken',
  uncertain: 'service_uncertain',
};

const codeOf = ({ taken }: Cell) => CODE[taken.class];
const at = ({ row }: Cell) => `${row.flow.plugin}/${row.flow.slug}/${row.operation}`;
const isVault = ({ row }: Cell) => row.flow.plugin === 'key-vault';
const isListener = ({ row }: Cell) => row.flow.plugin === 'elbv2';
const isFirst = ({ before }: Cell) => before === 'nothing';
const isDeploy = ({ row }: Cell) => row.flow.slug !== 'discover' && row.flow.slug !== 'adopt';
const isBefore = (cell: Cell) => isDeploy(cell) && ['before', 'opened'].includes(cell.row.moment);
const isForward = (cell: Cell) => ['tagging', 'proving'].includes(cell.row.moment);
/** The read by which everything that is held is looked at. */
const LOOKS = new Set(['GetCertificate', 'filesystem:Read']);
const isLook = ({ row }: Cell) => LOOKS.has(row.operation);

const asUsual = ({ usual: { status, code, held } }: Cell): Verdict => ({ status, code, held });

/** What a deploy that was taken back leaves. */
function takenBack(cell: Cell, code: string | undefined, which: 'new' | 'foreign' = 'new'): Verdict {
  if (!isFirst(cell)) return { status: 'restored', code, held: 'old' };
  return { status: 'withdrawn', code, held: isVault(cell) ? `${which}, disabled` : 'nothing' };
}

/** In the order in which they are asked. */
export const RULES: readonly Rule[] = [
  {
    name: 'cured',
    says: 'What a repetition cures, or what is only slow, changes nothing about the end.',
    of: (cell) => (cell.taken.isCured ? asUsual(cell) : undefined),
  },
  ...VAULT_RULES.map(
    (rule): Rule => ({ ...rule, of: (cell) => (isVault(cell) ? rule.of(cell) : undefined) }),
  ),
  ...LISTENER_RULES.map(
    (rule): Rule => ({ ...rule, of: (cell) => (isListener(cell) ? rule.of(cell) : undefined) }),
  ),
  {
    name: 'account-in-the-arn',
    says: 'An ARN names its account: that STS does not tell it stops nothing.',
    of: (cell) => (cell.row.operation === 'GetCallerIdentity' && !isFirst(cell) ? asUsual(cell) : undefined),
  },
  {
    name: 'searched-in-vain',
    says: 'Without our record of the ARN the index of tags is not believed alone: those of the list that share a name are asked for their tags. Where the list shows nothing either, or may not be looked at, a second certificate is made, and a finding says so; pinning the ARN prevents it.',
    of: (cell) => {
      const { row, slug } = cell;
      const { slug: flow } = row.flow;
      if (row.moment !== 'before') return undefined;
      if (flow === 'renewal-found') {
        const isIndex = ['GetResources', 'DescribeCertificate'].includes(row.operation) && row.nth === 1;
        return isIndex && (slug === '404' || slug === 'stale-read') ? asUsual(cell) : undefined;
      }
      if (flow !== 'renewal-listed' || (row.operation !== 'ListCertificates' && row.nth !== 1))
        return undefined;
      const finding = slug === '403' ? 'search_incomplete' : 'made_afresh';
      return ['403', '404', 'stale-read'].includes(slug)
        ? { status: 'deployed', held: '2 certificates', finding }
        : undefined;
    },
  },
  {
    name: 'optional-permission',
    says: 'A missing optional permission degrades with a finding.',
    of: (cell) => {
      const optional =
        /\/(GetResources|ListCertificates|ListTagsForCertificate|SearchCertificates|GetSecret|GetDeletedCertificate)$/;
      if (cell.slug !== '403' || !optional.test(at(cell)) || !isDeploy(cell)) return undefined;
      return asUsual(cell);
    },
  },
  {
    name: 'list-instead-of-search',
    says: 'Whatever keeps the search by serial from answering: the list is asked the same question.',
    of: (cell) =>
      cell.row.operation === 'SearchCertificates' && cell.taken.class !== 'ok' ? asUsual(cell) : undefined,
  },
  {
    name: 'inside-a-discovery',
    says: 'What a discovery cannot read of one certificate is told beside it, and the others are listed; a list that fails is an error.',
    of: (cell) => {
      const { row, taken, slug } = cell;
      if (row.flow.slug !== 'discover') return undefined;
      if (slug === 'second-writer') return { status: 'listed', held: 'foreign' };
      const isList = /List(Certificates)?$|GetCertificates$/.test(row.operation);
      if (!isList || taken.class === 'ok') return asUsual(cell);
      return { status: 'thrown', code: codeOf(cell), held: cell.before };
    },
  },
  {
    name: 'before-an-adoption',
    says: 'A read that fails ends an adoption, and nothing is sealed; a missing tag is of no interest to it.',
    of: (cell) => {
      const { row, slug, taken, before } = cell;
      if (row.flow.slug !== 'adopt') return undefined;
      if (slug === '403' && row.operation === 'ListTagsForCertificate') return asUsual(cell);
      if (slug === 'second-writer') return adoptedUnderAStranger(cell);
      const isAbsent =
        slug === '404' || (slug === 'stale-read' && row.operation !== 'ListTagsForCertificate');
      if (isAbsent && row.operation === 'DescribeCertificate')
        return { status: 'thrown', code: 'nothing_held', held: before };
      if (isAbsent && isVault(cell)) return { status: 'thrown', code: 'nothing_held', held: before };
      if (slug === '404' && row.operation === 'filesystem:Read')
        return { status: 'thrown', code: row.nth === 1 ? 'address_mismatch' : 'nothing_held', held: before };
      if (slug === 'truncated') return { status: 'thrown', code: 'certificate_unreadable', held: before };
      if (isAbsent && row.operation === 'GetCertificate')
        return { status: 'thrown', code: 'service_absent', held: before };
      return taken.class === 'ok' ? asUsual(cell) : { status: 'thrown', code: codeOf(cell), held: before };
    },
  },
  {
    name: 'written-between-look-and-write',
    says: 'Who writes between the last look before an import and the import is overwritten: no service here takes a condition.',
    of: (cell) => {
      if (!isBefore(cell) || cell.slug !== 'second-writer') return undefined;
      if (cell.row.operation === 'filesystem:Read' && (cell.row.nth === 1 || !isFirst(cell)))
        return { status: 'refused', code: 'plan_refused', held: 'foreign' };
      return asUsual(cell);
    },
  },
  {
    name: 'nothing-there',
    says: 'What the service says does not exist is absent: an address that was given out is refused, a name in a vault is free.',
    of: (cell) => {
      const { row, slug, before } = cell;
      if (!isBefore(cell) || (slug !== '404' && slug !== 'stale-read')) return undefined;
      if (row.operation === 'DescribeCertificate')
        return { status: 'refused', code: 'plan_refused', held: before };
      if (row.operation === 'filesystem:Read') {
        if (slug === 'stale-read') return undefined;
        if (row.nth === 1) return { status: 'refused', code: 'address_mismatch', held: before };
        return isFirst(cell) ? asUsual(cell) : { status: 'refused', code: 'plan_refused', held: before };
      }
      if (
        isVault(cell) &&
        row.moment === 'before' &&
        row.operation !== 'GetSecret' &&
        row.operation !== 'GetCertificateVersions'
      )
        return row.operation === 'GetDeletedCertificate' && before.startsWith('deleted')
          ? { status: 'failed', code: 'service_conflict', held: before }
          : { status: 'deployed', held: 'new' };
      if (row.operation === 'GetCertificate' && slug === 'stale-read')
        return { status: 'failed', code: 'service_absent', held: before };
      return slug === 'stale-read' ? asUsual(cell) : undefined;
    },
  },
  {
    name: 'failed-before-any-write',
    says: 'A call that cannot be made before anything is written ends the deploy, and nothing has changed; a missing permission is a refusal.',
    of: (cell) => {
      if (!isBefore(cell)) return undefined;
      if (cell.slug === 'truncated')
        return { status: 'failed', code: 'certificate_unreadable', held: cell.before };
      if (cell.taken.class === 'ok') return asUsual(cell);
      const refused = cell.slug === '403' && cell.row.moment === 'before';
      return { status: refused ? 'refused' : 'failed', code: codeOf(cell), held: cell.before };
    },
  },
  {
    name: 'import-not-made',
    says: 'An import that is refused, or whose request was lost, is looked for; it is not there, so nothing has changed.',
    of: (cell) => {
      const { row, slug, taken, before } = cell;
      const isImport =
        row.moment === 'importing' && /^(ImportCertificate|filesystem:Write)$/.test(row.operation);
      if (!isImport || taken.class === 'ok') return undefined;
      if (slug === 'timeout-after-effect' || slug === 'truncated') return undefined;
      return { status: 'failed', code: codeOf(cell), held: before };
    },
  },
  {
    name: 'import-made-unheard',
    says: 'An import whose answer is lost is found to be there, and the deploy goes on to its proof.',
    of: (cell) => {
      const { row, taken } = cell;
      return row.moment === 'importing' && taken.class === 'uncertain'
        ? { status: 'deployed', held: 'new' }
        : undefined;
    },
  },
  {
    name: 'another-is-held',
    says: 'Another certificate than was sent, whoever put it there, is not proven, and is taken back; in a store that keeps versions the later version of a stranger is left alone, and so is one that came in before a lost first import was found, by its tags.',
    of: (cell) => {
      const { row, slug } = cell;
      if (row.moment !== 'importing' && !isForward(cell)) return undefined;
      const isImport = /^(ImportCertificate|filesystem:Write)$/.test(row.operation);
      if (slug === 'wrong-serial' && isImport) return takenBack(cell, 'not_proven', 'foreign');
      if (isImport && slug === 'truncated')
        return isFirst(cell)
          ? { status: 'also_failed', code: 'certificate_unreadable', held: 'foreign' }
          : { status: 'restored', code: 'certificate_unreadable', held: 'old' };
      if (slug !== 'second-writer') return undefined;
      if (/^(Search|List)Certificates$/.test(row.operation))
        return { status: 'also_failed', code: 'service_uncertain', held: 'foreign' };
      return strangerForward(cell);
    },
  },
  {
    name: 'lost-import-not-seen',
    says: 'A lost first import that is searched for is closed when it can be seen, by its tags where it may not be listed; what cannot be looked at stays open for the next deploy.',
    of: (cell) => {
      if (cell.row.moment !== 'importing') return undefined;
      if (cell.row.operation === 'ListCertificates' && cell.slug === '403') return asUsual(cell);
      return cell.forGood ? { status: 'unresolved', code: codeOf(cell), held: 'new' } : asUsual(cell);
    },
  },
  {
    name: 'not-proven-yet',
    says: 'A proof asks again for what a read does not show, until its time is over.',
    of: (cell) => {
      if (cell.row.moment !== 'proving' || cell.forGood || cell.slug === 'truncated') return undefined;
      const readsBack = cell.row.operation === 'GetSecret' || (isVault(cell) && cell.row.nth === 3);
      return readsBack && cell.taken.class !== 'ok' ? undefined : asUsual(cell);
    },
  },
  {
    name: 'blind-after-the-import',
    says: 'When what is held cannot be read any more, neither the deploy nor its rollback is known to have ended: the entry stays open, and the next deploy closes it.',
    of: (cell) => {
      if (!isForward(cell) || !isLook(cell) || !cell.forGood) return undefined;
      if (isVault(cell) && cell.slug === '403' && cell.row.moment === 'proving' && cell.row.nth === 3)
        return asUsual(cell);
      const old = isVault(cell)
        ? 'old, above an enabled new'
        : cell.row.flow.plugin === 'acm'
          ? 'old without its tags'
          : 'old';
      return { status: 'unresolved', code: codeOf(cell), held: isFirst(cell) ? 'new' : old };
    },
  },
  {
    name: 'late-tags-not-believed',
    says: 'Tags that are read after a re-import may be those of before it: they are set again whatever is read.',
    of: (cell) =>
      cell.slug === 'stale-read' &&
      cell.row.operation === 'ListTagsForCertificate' &&
      cell.row.moment === 'tagging'
        ? asUsual(cell)
        : undefined,
  },
  {
    name: 'tags-for-good',
    says: 'Tags that can be neither read nor set again keep the rollback from being whole: the old certificate, with its tags where these could be set, or the new one where nothing was before, is held.',
    of: (cell) => {
      const { row, forGood } = cell;
      if (row.moment !== 'tagging' || !/Tags/.test(row.operation) || !forGood) return undefined;
      const code = cell.taken.class === 'uncertain' ? 'tags_not_proven' : codeOf(cell);
      const old = row.operation === 'AddTagsToCertificate' ? 'old without its tags' : 'old';
      return { status: 'also_failed', code, held: isFirst(cell) ? 'new' : old };
    },
  },
  {
    name: 'reload-for-good',
    says: 'A reload that cannot be made fails the deploy, and its rollback, whose old file is in place and not taken up.',
    of: (cell) => {
      const { row, forGood } = cell;
      if (row.operation !== 'filesystem:Reload' || row.moment !== 'tagging' || !forGood || isFirst(cell))
        return undefined;
      return { status: 'also_failed', code: codeOf(cell), held: 'old' };
    },
  },
  {
    name: 'tags-asked-again',
    says: 'Setting tags is asked again when its answer was lost, and so are tags of which a service says that it has not got, or is still at work on, what it has just been given.',
    of: (cell) => {
      const { row, slug, taken, forGood } = cell;
      const isLost = row.operation === 'AddTagsToCertificate' && taken.class === 'uncertain';
      const isNotYet = /Certificate$/.test(row.operation) && (slug === '404' || slug === '409');
      return row.moment === 'tagging' && !forGood && (isLost || isNotYet) ? asUsual(cell) : undefined;
    },
  },
  {
    name: 'taken-back',
    says: 'Whatever else fails after the import takes the deploy back.',
    of: (cell) => {
      if (!isForward(cell)) return undefined;
      if (cell.slug === 'truncated') return takenBack(cell, 'certificate_unreadable');
      return cell.taken.class === 'ok' ? asUsual(cell) : takenBack(cell, codeOf(cell));
    },
  },
  ...BACK_RULES,
];

/** Whose key is matched with what was read decides, whoever writes afterwards. */
function adoptedUnderAStranger({ row }: Cell): Verdict {
  return row.flow.plugin === 'filesystem'
    ? { status: 'thrown', code: 'key_mismatch', held: 'foreign' }
    : { status: 'adopted', held: 'foreign' };
}

function strangerForward(cell: Cell): Verdict {
  const { row } = cell;
  const isLast = row.moment === 'proving' && row.flow.plugin === 'acm';
  if (isLast) return { status: 'deployed', held: 'foreign' };
  if (!isVault(cell)) return takenBack(cell, 'not_proven');
  if (row.moment === 'proving') return { status: 'deployed', held: 'foreign, above an enabled new' };
  return {
    status: 'also_failed',
    code: 'not_proven',
    held: isFirst(cell) ? 'foreign' : 'foreign, above an enabled new',
  };
}
