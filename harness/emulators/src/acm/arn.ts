/** A parsed ARN of an ACM certificate. */
export interface CertificateArn {
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Where a request acts: the account of who signed it, and the region of the signature's scope. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

const ARN = /^arn:(aws|aws-cn|aws-us-gov):acm:([a-z0-9-]+):(\d{12}):certificate\/([A-Za-z0-9-]+)$/;

/** undefined when it is not the ARN of an ACM certificate. */
export function parseCertificateArn(text: string): CertificateArn | undefined {
  const match = ARN.exec(text);
  const [, partition, region, account] = match ?? [];
  if (partition === undefined || region === undefined || account === undefined) return undefined;
  return { arn: text, partition, region, account };
}

export function certificateArn(place: Place, id: string): string {
  return `arn:${partitionOf(place.region)}:acm:${place.region}:${place.account}:certificate/${id}`;
}

/** The partition that a region belongs to, by the region's prefix. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}
