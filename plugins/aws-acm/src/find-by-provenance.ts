import {
  type Call,
  type Found,
  isFailure,
  isPermissionMissing,
  MANAGED_BY,
  MANUAL_RECOVERY,
  type Match,
  PROVENANCE_TAGS,
  type Provenance,
} from '@certctl/plugin-api';
import type { AcmApi } from './acm-api.js';
import { inParallel } from './in-parallel.js';
import { placeOf } from './place.js';

/** Requests under way at once; ACM's own rates (10 a second) are kept by the engine. */
export const SEARCH_WIDTH = 4;

interface Candidates {
  readonly arns: readonly string[];
  readonly degraded: readonly string[];
  readonly complete: boolean;
}

/**
 * The certificates that carry the tags of a target: one question to the tagging API where it may be asked,
 * otherwise the tags of each certificate in the list, because ACM itself does not filter by tag.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export async function findByProvenance(provenance: Provenance, api: AcmApi, call: Call): Promise<Found> {
  const wanted = wantedTags(provenance);
  const { arns, degraded, complete } = await candidates(wanted, api, call);
  const matches = await inParallel(arns, SEARCH_WIDTH, (arn) => matchOf(arn, api, call));
  return {
    matches: matches.filter((match) => match !== undefined),
    ...(degraded.length === 0 ? {} : { degraded }),
    complete,
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

async function candidates(
  wanted: Readonly<Record<string, readonly string[]>>,
  api: AcmApi,
  call: Call,
): Promise<Candidates> {
  try {
    const arns: string[] = [];
    for await (const page of api.resources(wanted, call)) arns.push(...page);
    return { arns, degraded: [], complete: true };
  } catch (error) {
    if (!isPermissionMissing(error)) throw error;
    return candidatesOfList(wanted, ['tag:GetResources'], api, call);
  }
}

async function candidatesOfList(
  wanted: Readonly<Record<string, readonly string[]>>,
  degraded: readonly string[],
  api: AcmApi,
  call: Call,
): Promise<Candidates> {
  const arns: string[] = [];
  let operation = 'acm:ListCertificates';
  try {
    for await (const page of api.list(call)) {
      operation = 'acm:ListTagsForCertificate';
      const imported = page.flatMap(({ Type, CertificateArn }) =>
        CertificateArn !== undefined && (Type ?? 'IMPORTED') === 'IMPORTED' ? [CertificateArn] : [],
      );
      const carries = await inParallel(imported, SEARCH_WIDTH, (arn) => carriesTags(arn, wanted, api, call));
      arns.push(...imported.filter((_, at) => carries[at]));
      operation = 'acm:ListCertificates';
    }
    return { arns, degraded, complete: true };
  } catch (error) {
    if (!isPermissionMissing(error)) throw error;
    return { arns, degraded: [...degraded, operation], complete: false };
  }
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

/** Undefined for what ACM no longer holds: the index of tags lags behind a deletion. */
async function matchOf(arn: string, api: AcmApi, call: Call): Promise<Match | undefined> {
  try {
    const detail = await api.describe(arn, call);
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
