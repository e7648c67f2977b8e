import type { IssuedLeaf } from '@certctl/certificate/issue';
import {
  type FakeAcm,
  type FakeElbv2,
  startFakeAcm,
  startFakeElbv2,
  type TlsListener,
} from '@certctl/emulators';
import type { Target } from '@certctl/engine';

const REGION = 'eu-west-1';

/** A listener that serves TLS, and who asks what. */
export interface Front {
  readonly arn: string;
  readonly server: TlsListener;
}

/** An account with a load balancer, whose listeners use a certificate that somebody has imported long ago. */
export class BalancerStage {
  private constructor(
    readonly acm: FakeAcm,
    readonly elb: FakeElbv2,
    /** ARN of the certificate that is used so far. */
    readonly oldArn: string,
    readonly fronts: readonly [Front, Front, Front],
  ) {}

  static async open(old: IssuedLeaf): Promise<BalancerStage> {
    const acm = await startFakeAcm({ region: REGION, inUseGrace: 300 });
    const oldArn = acm.seed({
      certificate: old.certificatePem,
      privateKey: old.privateKeyPem,
      chain: old.chainPem,
    });
    const elb = await startFakeElbv2({ acm });
    const loadBalancer = elb.seedLoadBalancer({ name: 'shop', region: REGION });
    const front = async (port: number): Promise<Front> => {
      const arn = elb.seedListener({ loadBalancer, port, certificate: oldArn });
      return { arn, server: await elb.listenTls(arn) };
    };
    return new BalancerStage(acm, elb, oldArn, [await front(443), await front(8443), await front(9443)]);
  }

  /** A target without an ARN, whose certificate the listeners shall use. */
  target(id: string, name: string, fronts: readonly Front[]): Target {
    const { acm, elb } = this;
    return {
      id,
      name,
      type: 'AWSACM',
      config: { region: REGION, endpoints: { acm: acm.url, sts: acm.url, tagging: acm.url } },
      bindings: fronts.map(({ arn, server }) => ({
        type: 'AWSELBV2',
        config: {
          listener_arn: arn,
          probe: `${server.host}:${server.port}`,
          endpoints: { elbv2: elb.url, sts: acm.url },
        },
      })),
    };
  }

  /** ARN of the certificate that a listener has for clients that ask for no other. */
  defaultOf({ arn }: Front): string | undefined {
    return this.elb.serves(arn)?.certificateArn;
  }

  /** ARNs of all certificates that exist. */
  arns(): readonly string[] {
    return this.acm.state.certificates().map(({ arn }) => arn);
  }

  async close(): Promise<void> {
    await this.elb.close();
    await this.acm.close();
  }
}
