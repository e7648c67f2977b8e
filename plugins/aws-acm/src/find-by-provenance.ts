import type { CertificateSummary } from '@aws-sdk/client-acm';
import {
  type Call,
  type EpochMs,
  type FindQuery,
  type Found,
  isFailure,
  isPermissionMissing,
  MANAGED_BY,
  MANUAL_RECOVERY,
  type Match,
  PROVENANCE_TAGS,
  type Provenance,
} from '@certctl/plugin-api';
import { inParallel } from '@certctl/plugin-http';
import type { AcmApi } from './acm-api.js';
import { CLOCK_SKEW_MS } from './clock-skew.js';
import { placeOf } from './place.js';

/** Requests under way at once; ACM's own rates (10 a second) are kept by the engine. */
export const SEARCH_WIDTH = 4;

/** What of the list is looked at. */
interface Narrowed {
  readonly earliest: EpochMs;
  /** One of these must be shared; undefined for any. */
  readonly names: readonly string[] | undefined;
}

interface Candidates {
  readonly arns: readonly string[];
  readonly degraded: readonly string[];
  readonly complete: boolean;
}

type Query = Extract<FindQuery, { by: 'provenance' }>;

/**
 * The certificates that carry the tags of a target: one question to the tagging API where it may be asked,
 * otherwise the tags of each certificate in the list, because ACM itself does not filter by tag. The list is
 * asked for a lost import, too, and before a second certificate is made: how far the index of tags lags is documented
 * nowhere.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export async function findByProvenance(query: Query, api: AcmApi, call: Call): Promise<Found> {
  const wanted = wantedTags(query.provenance);
  const earliest = query.since === undefined ? 0 : query.since - CLOCK_SKEW_MS;
  const confirm = async (arns: readonly string[]) => {
    const matches = await inParallel(arns, SEARCH_WIDTH, (arn) => matchOf(arn, earliest, api, call));
    return matches.filter((match) => match !== undefined);
  };
  const indexed = await indexedArns(wanted, api, call);
  const found = await confirm(indexed.arns);
  const indexWillDo = indexed.complete && query.since === undefined;
  if (found.length > 0 || (indexWillDo && query.names === undefined)) {
    return { matches: found, complete: true };
  }
  // Where the index has answered, the list is asked to be sure, and then only what may be meant.
  const names = indexWillDo ? query.names : undefined;
  const listed = await listedArns(wanted, { earliest, names }, api, call);
  const degraded = [...indexed.degraded, ...listed.degraded];
  return {
    matches: await confirm(listed.arns),
    ...(degraded.length === 0 ? {} : { degraded }),
    complete: listed.complete || indexWillDo,
  };
}

/** What a person put back by following the recovery commands is found too, so that no second one is made. */
function wantedTags(provenance: Provenance): Readonly<Record<string, readonly string[]>> {
  return {
    [PROVENANCE_TAGS.managedBy]: [MANAGED_BY, MANUAL_RECOVERY],
    [PROVENANCE_TAGS.targetId]: [provenance.targetId],
    [PROVENANCE_TAGS.instance]: [provenance.instance],
  };
}

async function indexedArns(
  wanted: Readonly<Record<string, readonly string[]>>,
  api: AcmApi,
  call: Call,
): Promise<Candidates> {
  const arns: string[] = [];
  try {
    for await (const page of api.resources(wanted, call)) arns.push(...page);
    return { arns, degraded: [], complete: true };
  } catch (error) {
    if (!isPermissionMissing(error)) throw error;
    return { arns, degraded: ['tag:GetResources'], complete: false };
  }
}

async function listedArns(
  wanted: Readonly<Record<string, readonly string[]>>,
  { earliest, names }: Narrowed,
  api: AcmApi,
  call: Call,
): Promise<Candidates> {
  const arns: string[] = [];
  let operation = 'acm:ListCertificates';
  try {
    for await (const page of api.list(call)) {
      operation = 'acm:ListTagsForCertificate';
      const young = page.filter(({ CreatedAt }) => (CreatedAt?.getTime() ?? earliest) >= earliest);
      const imported = young.flatMap((summary) => {
        const { Type, CertificateArn } = summary;
        const isImported = CertificateArn !== undefined && (Type ?? 'IMPORTED') === 'IMPORTED';
        return isImported && sharesName(summary, names) ? [CertificateArn] : [];
      });
      const carries = await inParallel(imported, SEARCH_WIDTH, (arn) => carriesTags(arn, wanted, api, call));
      arns.push(...imported.filter((_, at) => carries[at]));
      operation = 'acm:ListCertificates';
      // Only a page without a young one ends the search: a service that ignores the order loses nothing.
      if (page.length > 0 && young.length === 0) break;
    }
    return { arns, degraded: [], complete: true };
  } catch (error) {
    if (!isPermissionMissing(error)) throw error;
    return { arns, degraded: [operation], complete: false };
  }
}

/** Whether it has one of the names; true where its names are not all shown. */
function sharesName(summary: CertificateSummary, names: readonly string[] | undefined): boolean {
  const {
    DomainName,
    SubjectAlternativeNameSummaries: shown,
    HasAdditionalSubjectAlternativeNames,
  } = summary;
  if (names === undefined || !shown || HasAdditionalSubjectAlternativeNames) return true;
  const wanted = names.map((name) => name.slice(name.indexOf(':') + 1));
  return [...shown, DomainName ?? ''].some((name) => wanted.includes(name.toLowerCase()));
}

async function carriesTags(
  arn: string,
  wanted: Readonly<Record<string, readonly string[]>>,
  api: AcmApi,
  call: Call,
): Promise<boolean> {
  try {
    const tags = await api.tagsOf(arn, call);
    return Object.entries(wanted).every(([name, values]) => values.includes(tags[name] ?? ''));
  } catch (error) {
    if (isFailure(error, 'absent')) return false;
    throw error;
  }
}

/** Undefined for what is older, and what ACM no longer holds: the index of tags lags behind a deletion. */
async function matchOf(arn: string, earliest: EpochMs, api: AcmApi, call: Call): Promise<Match | undefined> {
  try {
    const detail = await api.describe(arn, call);
    if ((detail.CreatedAt?.getTime() ?? earliest) < earliest) return undefined;
    return {
      place: placeOf(arn),
      usedBy: detail.InUseBy ?? [],
      ...(detail.Subject === undefined ? {} : { subject: detail.Subject }),
      pin: pinOf(arn),
    };
  } catch (error) {
    if (isFailure(error, 'absent')) return undefined;
    throw error;
  }
}

/** The line of a target's configuration that pins the certificate. */
export function pinOf(arn: string): string {
  return `certificate_arn: ${arn}`;
}
