import type { Place, Writers } from '@certctl/plugin-api';
import { type CloudTrail, cloudTrailWriters } from '@certctl/plugin-aws';

/**
 * What changes an imported certificate, and is recorded.
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-supported-actions-in-cloudtrail.html
 */
const OPERATIONS = {
  ImportCertificate: 'the certificate and its private key',
  DeleteCertificate: 'the certificate: deleted',
  AddTagsToCertificate: 'its tags',
  RemoveTagsFromCertificate: 'its tags',
  UpdateCertificateOptions: 'its options',
};

/** Who wrote to a certificate. Its ARN is in the request, and of a first import in the answer only. */
export function certificateWriters({ reference: arn }: Place, trail: CloudTrail): Writers {
  return cloudTrailWriters(trail, {
    eventSource: 'acm.amazonaws.com',
    operations: OPERATIONS,
    what: 'the certificate',
    matches: ({ requestParameters, responseElements, resources = [] }) =>
      arn !== undefined &&
      (requestParameters?.certificateArn === arn ||
        responseElements?.certificateArn === arn ||
        resources.some(({ ARN }) => ARN === arn)),
    ...(arn === undefined ? { lacks: 'nothing has been imported for the target yet' } : {}),
  });
}
