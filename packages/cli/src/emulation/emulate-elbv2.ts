import { type ServeFakeElbv2Options, serveFakeAcm, serveFakeElbv2 } from '@certctl/emulators';
import type { RunningEmulator } from './running-emulator.js';

type Options = Pick<ServeFakeElbv2Options, 'port' | 'sigv4' | 'log' | 'onRequest'> & {
  readonly region?: string;
  readonly tagsOnReimport?: 'keep' | 'lose';
  /** Of ACM: the other service publishes none. */
  readonly rates?: 'off' | 'published';
};

/** Load balancers, and beside them ACM, whose certificates their listeners have. */
export async function emulateElbv2({
  port,
  region = 'us-east-1',
  tagsOnReimport = 'keep',
  rates = 'off',
  ...both
}: Options): Promise<RunningEmulator> {
  const acm = await serveFakeAcm({ ...both, region, tagsOnReimport, rates, port: 0 });
  const elbv2 = await serveFakeElbv2({ ...both, acm, ...(port === undefined ? {} : { port }) }).catch(
    async (error: unknown) => {
      await acm.close();
      throw error;
    },
  );
  return {
    url: elbv2.url,
    facts: { region, acm: acm.url },
    howToUse: `
For the aws command line, which then finds both:

  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=${region}
  export AWS_ENDPOINT_URL=${acm.url}
  export AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2=${elbv2.url}

A load balancer, and a listener on a certificate:

  aws elbv2 create-load-balancer --name shop --subnets subnet-1 subnet-2
  aws acm import-certificate --certificate fileb://web.crt --private-key fileb://web.key
  aws elbv2 create-listener --load-balancer-arn ARN --protocol HTTPS --port 443 \\
    --certificates CertificateArn=ARN \\
    --default-actions Type=fixed-response,FixedResponseConfig={StatusCode=200}

What the listener serves is seen at an address that this opens:

  curl -d '{"arn":"ARN of the listener"}' ${elbv2.url}/_certctl/listeners

`,
    async close() {
      await elbv2.close();
      await acm.close();
    },
  };
}
