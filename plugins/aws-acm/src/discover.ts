import type { CertificateSummary } from '@aws-sdk/client-acm';
import { type Call, type Discovered, isFailure, type Present } from '@certctl/plugin-api';
import { answered, connectionOf } from '@certctl/plugin-aws';
import { inParallel } from '@certctl/plugin-http';
import type { AcmApi } from './acm-api.js';
import type { AcmScope } from './config.js';
import { SEARCH_WIDTH } from './find-by-provenance.js';
import { inspectCertificate } from './inspect-certificate.js';
import { placeOf } from './place.js';

/** Every certificate of the region, page by page. Never writes. */
export async function* discover(scope: AcmScope, api: AcmApi, call: Call): AsyncGenerator<Discovered> {
  for await (const page of api.list(call)) {
    const found = await inParallel(page, SEARCH_WIDTH, (summary) => look(summary, scope, api, call));
    for (const each of found) if (each !== undefined) yield each;
  }
}

async function look(
  { CertificateArn, DomainName, Type }: CertificateSummary,
  scope: AcmScope,
  api: AcmApi,
  call: Call,
): Promise<Discovered | undefined> {
  const arn = answered(CertificateArn, 'CertificateArn');
  const found = {
    place: placeOf(arn),
    name: DomainName || arn,
    config: { ...connectionOf(scope), certificate_arn: arn },
  };
  const unusable = unusableFor(Type);
  // What AWS renews is not read: nothing that it holds would be deployed to.
  if (unusable !== undefined) return { ...found, held: {}, unusable };
  try {
    const seen = await inspectCertificate(arn, api, call);
    // Deleted since the list was read.
    return seen.state === 'present' ? { ...found, ...shownOf(seen) } : undefined;
  } catch (error) {
    // Deleted while it was looked at.
    if (isFailure(error, 'absent')) return undefined;
    if (!isFailure(error, 'refused', 'conflict', 'broken', 'throttled')) throw error;
    return { ...found, held: {}, trouble: error.message };
  }
}

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateSummary.html */
function unusableFor(type: string | undefined): string | undefined {
  if (type === undefined || type === 'IMPORTED') return undefined;
  const issuer = type === 'PRIVATE' ? 'AWS Private CA' : 'Amazon';
  return `AWS renews it: it is of type ${type}, issued by ${issuer}, and only an imported certificate can be imported again.`;
}

function shownOf({ leaf, chain, revision, tags, usedBy, degraded }: Present) {
  return {
    held: {
      ...(leaf === undefined ? {} : { leaf }),
      ...(chain === undefined ? {} : { chain }),
      ...(revision === undefined ? {} : { revision }),
    },
    ...(tags === undefined ? {} : { tags }),
    ...(usedBy === undefined ? {} : { usedBy }),
    ...(degraded === undefined ? {} : { degraded }),
  };
}
