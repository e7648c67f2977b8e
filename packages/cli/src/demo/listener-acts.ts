import { X509Certificate } from 'node:crypto';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { Act, Check } from './act.js';
import type { BalancerStage, Front } from './balancer-stage.js';
import { handshake } from './handshake.js';
import { NAMES, type Stage } from './stage.js';
import { Handshakes } from './watch-handshakes.js';

export const listenerMoved: Act = {
  title: 'A load balancer moves to a fresh certificate',
  about:
    'A listener uses an ARN that somebody imported long ago. The renewal makes an ARN of its own, the listener is pointed at it, and a handshake proves what clients get. One deploy, one outcome.',
  expected: 'deployed',
  async play(stage) {
    const { balancer, old } = await stage.balancer();
    const [front] = balancer.fronts;
    const leaf = await stage.issue();
    const target = balancer.target('shop', 'Shop', [front]);
    const { done: outcome, handshakes } = await Handshakes.during(
      [front.server],
      NAMES[0],
      stage.rootPem,
      () => stage.engine.deploy(stage.request(leaf, target)),
    );
    return {
      ended: { outcome },
      checks: [
        {
          what: `the listener points at ${outcome.reference}, and no longer at ${shortly(balancer.oldArn)}`,
          holds: outcome.reference !== undefined && balancer.defaultOf(front) === outcome.reference,
        },
        await sees(stage, front, leaf, 'the new'),
        handshakes.onlySaw([old, leaf]),
        {
          what: 'the old certificate is still there, for the two listeners that nobody has moved',
          holds: balancer.arns().length === 2 && balancer.arns().includes(balancer.oldArn),
        },
      ],
    };
  },
};

export const listenerRefuses: Act = {
  title: 'A second listener refuses, and everything comes back',
  about:
    'Two listeners shall use a fresh certificate. The first is pointed at it and proven; AWS denies the second. The first goes back to the old ARN, which needs no key, and the fresh certificate is taken away.',
  expected: 'restored',
  async play(stage) {
    const { balancer, old } = await stage.balancer();
    const [, first, second] = balancer.fronts;
    const before = balancer.arns();
    const denied = balancer.elb.faults.add({
      operation: 'ModifyListener',
      kind: 'error',
      name: 'AccessDenied',
      status: 403,
      message: `User: arn:aws:iam::123456789012:user/demo is not authorized to perform: elasticloadbalancing:ModifyListener on resource: ${second.arn}`,
      on: { nth: 2 },
    });
    const leaf = await stage.issue();
    const target = balancer.target('checkout', 'Checkout', [first, second]);
    const servers = [first.server, second.server];
    const { done: outcome, handshakes } = await Handshakes.during(servers, NAMES[0], stage.rootPem, () =>
      stage.engine.deploy(stage.request(leaf, target)),
    );
    const moved = balancer.elb.requests.of('ModifyListener').filter(({ error }) => error === undefined);
    return {
      ended: { outcome },
      checks: [
        {
          what: 'the first listener was pointed at the fresh certificate, and the second was denied',
          holds: denied.used === 1 && outcome.consumers?.[0]?.state === 'back' && moved.length >= 2,
        },
        {
          what: `both point at ${shortly(balancer.oldArn)}`,
          holds: [first, second].every((front) => balancer.defaultOf(front) === balancer.oldArn),
        },
        await sees(stage, first, old, 'the OLD'),
        await sees(stage, second, old, 'the OLD'),
        handshakes.onlySaw([old, leaf]),
        {
          what: 'the fresh certificate is gone',
          holds: balancer.arns().join() === before.join(),
        },
      ],
    };
  },
};

async function sees(stage: Stage, { server }: Front, leaf: IssuedLeaf, whose: string): Promise<Check> {
  const presented = await handshake(server, NAMES[0], stage.rootPem);
  const serial = presented.certificate.serialNumber.toLowerCase();
  return {
    what: `${presented.protocol} handshake with the listener: ${whose} leaf and key, serial ${serial}`,
    holds:
      presented.trusted && presented.certificate.raw.equals(new X509Certificate(leaf.certificatePem).raw),
  };
}

function shortly(arn: BalancerStage['oldArn']): string {
  return `…${arn.slice(-12)}`;
}
