import type { ProxiedRequest } from '../../environment/fault-proxy.js';
import type { RequestKind } from '../../environment/request-kind.js';

/** Every request of ACM, STS, the tagging API and CloudTrail that a plugin may send. */
export const ACM_REQUESTS: Readonly<Record<string, RequestKind>> = {
  ImportCertificate: { operation: 'acm:ImportCertificate', write: true, moves: ['import'] },
  DescribeCertificate: { operation: 'acm:DescribeCertificate', moves: ['inspect'] },
  GetCertificate: { operation: 'acm:GetCertificate', moves: ['read'] },
  AddTagsToCertificate: { operation: 'acm:AddTagsToCertificate', write: true, moves: ['tag'] },
  ListTagsForCertificate: { operation: 'acm:ListTagsForCertificate', moves: ['readTags'] },
  RemoveTagsFromCertificate: { operation: 'acm:RemoveTagsFromCertificate', write: true, moves: ['untag'] },
  ListCertificates: { operation: 'acm:ListCertificates', moves: ['discover'] },
  SearchCertificates: { operation: 'acm:SearchCertificates' },
  DeleteCertificate: { operation: 'acm:DeleteCertificate', write: true, moves: ['remove'] },
  GetResources: { operation: 'tag:GetResources', moves: ['find'] },
  GetCallerIdentity: { operation: 'sts:GetCallerIdentity', moves: ['resolve'] },
  AssumeRole: { operation: 'sts:AssumeRole' },
  LookupEvents: { operation: 'cloudtrail:LookupEvents' },
};

/** By the target header in the JSON protocol, by the action of the form in the query protocol. */
export function acmRequestName({ headers, body }: ProxiedRequest): string | undefined {
  const target = headers['x-amz-target']?.split('.').at(-1);
  return target ?? new URLSearchParams(Buffer.from(body).toString('utf8')).get('Action') ?? undefined;
}
