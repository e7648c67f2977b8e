import { partitionOf } from '@certctl/plugin-aws';

/** The parts of an ACM certificate's ARN: `arn:<partition>:acm:<region>:<account>:certificate/<id>`. */
export interface CertificateArn {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly id: string;
}

// Lower case only: ACM writes its ids so, and one certificate must not have two spellings, because leases
// are taken on the ARN.
const PATTERN = /^arn:(aws[a-z-]*):acm:([a-z0-9-]+):(\d{12}):certificate\/([a-z0-9-]+)$/;

/** Undefined for what is not the ARN of an ACM certificate. */
export function parseCertificateArn(text: string): CertificateArn | undefined {
  const [, partition, region, account, id] = PATTERN.exec(text) ?? [];
  if (!partition || !region || !account || !id) return undefined;
  return { partition, region, account, id };
}

/** The inverse of `parseCertificateArn`. */
export function formatCertificateArn(arn: CertificateArn): string {
  return `arn:${arn.partition}:acm:${arn.region}:${arn.account}:certificate/${arn.id}`;
}

/** Why the text cannot be the certificate of a target in the region; undefined when it can. */
export function certificateArnProblem(text: string, region: string): string | undefined {
  const arn = parseCertificateArn(text);
  if (!arn) {
    return `"${text}" is not the ARN of an ACM certificate; it must look like arn:${partitionOf(region)}:acm:${region}:123456789012:certificate/12345678-1234-1234-1234-123456789012`;
  }
  if (arn.region !== region) {
    return `the ARN is of region ${arn.region}, the target of region ${region}`;
  }
  if (arn.partition !== partitionOf(region)) {
    return `the ARN is of partition ${arn.partition}, but region ${region} belongs to partition ${partitionOf(region)}`;
  }
  return undefined;
}
