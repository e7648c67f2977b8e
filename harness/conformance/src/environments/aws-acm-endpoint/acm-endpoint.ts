/** Where a run of ACM goes, and as whom. */
export interface AcmEndpoint {
  /** One URL for ACM, STS and the tagging API, as LocalStack and proxies have it; AWS itself when left out. */
  readonly url?: string;
  /** @default us-east-1 */
  readonly region?: string;
  /** The default chain of the SDK when left out. */
  readonly credentials?: AwsKeys;
  /** By how much everything may take longer than on this machine. @default 1 on a loopback address, otherwise 10 */
  readonly patience?: number;
}

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
