import type {
  CertificateFilter,
  CertificateFilterStatement,
  SearchCertificatesCommandInput,
} from '@aws-sdk/client-acm';
import {
  type Call,
  type CertificateFacts,
  type EpochMs,
  type FindQuery,
  type Found,
  isCertctlError,
  isFailure,
  isPermissionMissing,
  type Match,
  PROVENANCE_TAGS,
  type Provenance,
} from '@certctl/plugin-api';
import { inParallel } from '@certctl/plugin-http';
import type { AcmApi } from './acm-api.js';
import { CLOCK_SKEW_MS } from './clock-skew.js';
import { pinOf, SEARCH_WIDTH } from './find-by-provenance.js';
import { placeOf } from './place.js';

/**
 * The import of a leaf whose answer was lost: SearchCertificates by serial, then, because its index may lag
 * behind the import, the list, newest first. A hit counts when its leaf is the same, byte for byte, and was
 * created since; the same leaf under an older ARN is somebody else's import.
 */
export async function findByLeaf(
  query: Extract<FindQuery, { by: 'leaf' }>,
  api: AcmApi,
  call: Call,
): Promise<Found> {
  const earliest = query.since - CLOCK_SKEW_MS;
  const confirm = async (arns: readonly string[]) => {
    const matches = await inParallel(arns, SEARCH_WIDTH, (arn) => confirmed(arn, query, earliest, api, call));
    return matches.filter((match) => match !== undefined);
  };
  const searched = await searchedArns(query.leaf, api, call);
  const found = await confirm(searched.arns);
  if (found.length > 0) return { matches: found, complete: true };
  const listed = await listedArns(earliest, api, call);
  const degraded = [...searched.degraded, ...listed.degraded];
  return {
    matches: await confirm(listed.arns),
    ...(degraded.length === 0 ? {} : { degraded }),
    complete: listed.degraded.length === 0,
  };
}

interface Candidates {
  readonly arns: readonly string[];
  readonly degraded: readonly string[];
}

async function searchedArns(leaf: CertificateFacts, api: AcmApi, call: Call): Promise<Candidates> {
  const filter = serialFilter(leaf.serial);
  if (!filter) return { arns: [], degraded: [] };
  const arns: string[] = [];
  try {
    for await (const page of api.search(filter, call)) {
      arns.push(...page.flatMap(({ CertificateArn }) => CertificateArn ?? []));
    }
    return { arns, degraded: [] };
  } catch (error) {
    // Whatever the service's reason (a permission, a region or an emulator without the operation): the list
    // answers the same question.
    if (!isCertctlError(error) || error.failure === undefined) throw error;
    return { arns, degraded: isPermissionMissing(error) ? ['acm:SearchCertificates'] : [] };
  }
}

async function listedArns(earliest: EpochMs, api: AcmApi, call: Call): Promise<Candidates> {
  const arns: string[] = [];
  try {
    for await (const page of api.list(call)) {
      const young = page.filter(({ CreatedAt }) => (CreatedAt?.getTime() ?? earliest) >= earliest);
      arns.push(
        ...young.flatMap(({ CertificateArn, Type }) =>
          CertificateArn !== undefined && (Type ?? 'IMPORTED') === 'IMPORTED' ? [CertificateArn] : [],
        ),
      );
      // Only a page without a young one ends the search: a service that ignores the order loses nothing.
      if (page.length > 0 && young.length === 0) break;
    }
    return { arns, degraded: [] };
  } catch (error) {
    if (!isPermissionMissing(error)) throw error;
    return { arns, degraded: ['acm:ListCertificates'] };
  }
}

async function confirmed(
  arn: string,
  { leaf, provenance }: Extract<FindQuery, { by: 'leaf' }>,
  earliest: EpochMs,
  api: AcmApi,
  call: Call,
): Promise<Match | undefined> {
  try {
    const shown = await api.get(arn, call);
    if (Buffer.compare(shown.leaf, leaf.der) !== 0) return undefined;
    const detail = await api.describe(arn, call);
    if ((detail.CreatedAt?.getTime() ?? earliest) < earliest) return undefined;
    if (await isOfAnother(arn, provenance, api, call)) return undefined;
    return { place: placeOf(arn), usedBy: detail.InUseBy ?? [], subject: leaf.subject, pin: pinOf(arn) };
  } catch (error) {
    // Gone meanwhile, or a requested certificate that has no body yet.
    if (isFailure(error, 'absent', 'conflict')) return undefined;
    throw error;
  }
}

/**
 * Whether its tags say that it was made for another target: the same leaf may go to several at once. Tags
 * come with a first import, so they are there when the certificate is; without the permission to read them
 * the leaf alone decides.
 */
async function isOfAnother(arn: string, provenance: Provenance, api: AcmApi, call: Call): Promise<boolean> {
  try {
    const tags = await api.tagsOf(arn, call);
    const targetId = tags[PROVENANCE_TAGS.targetId];
    const instance = tags[PROVENANCE_TAGS.instance];
    return targetId !== undefined && (targetId !== provenance.targetId || instance !== provenance.instance);
  } catch (error) {
    if (!isPermissionMissing(error)) throw error;
    return false;
  }
}

/**
 * The filter for a serial, which the API takes as 2 to 20 bytes in hexadecimal with colons; undefined for a
 * serial of one byte, which cannot be asked for.
 * https://docs.aws.amazon.com/acm/latest/APIReference/API_X509AttributeFilter.html
 */
export function serialFilter(serial: string): SearchCertificatesCommandInput | undefined {
  const bytes = (serial.length % 2 === 0 ? serial : `0${serial}`).match(/../g) ?? [];
  if (bytes.length < 2 || bytes.length > 20) return undefined;
  const spellings = [bytes];
  // DER puts a zero byte before a high bit; whether ACM shows that byte is not documented.
  if (/^[89a-f]/.test(bytes[0] ?? '') && bytes.length < 20) spellings.push(['00', ...bytes]);
  const statements: CertificateFilterStatement[] = spellings.map((spelling) => {
    const Filter: CertificateFilter = { X509AttributeFilter: { SerialNumber: spelling.join(':') } };
    return { Filter };
  });
  const [first] = statements;
  return { FilterStatement: statements.length === 1 && first ? first : { Or: statements } };
}
