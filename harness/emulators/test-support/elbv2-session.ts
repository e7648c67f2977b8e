import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import {
  AddListenerCertificatesCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach } from 'vitest';
import type { FakeAcmOptions } from '../src/acm/fake-acm.js';
import { type FakeElbv2, type FakeElbv2Options, startFakeElbv2 } from '../src/elbv2/fake-elbv2.js';
import type { LoadBalancerOption } from '../src/elbv2/seed.js';
import type { TlsListener } from '../src/tls/certificate-listener.js';
import type { CertificateWish, MadeCertificate } from '../src/x509/make-certificate.js';
import { acmSession, type ClientWish, clientConfig, leaf } from './acm-session.js';

const running: { close(): unknown }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((part) => part.close()));
});

export interface SessionWish {
  readonly acm?: FakeAcmOptions;
  readonly elb?: Omit<FakeElbv2Options, 'acm'>;
  readonly loadBalancer?: LoadBalancerOption;
  readonly certificate?: CertificateWish;
}

/** Both emulators with a load balancer, its listener on a certificate, and a client of the real SDK. */
export async function elbv2Session({ acm, elb, loadBalancer: option, certificate }: SessionWish = {}) {
  const session = await acmSession({ region: 'eu-west-1', ...acm });
  const elbv2 = await startFakeElbv2({ acm: session.emulator, ...elb });
  running.push(elbv2);
  const made = await leaf(certificate);
  const seeded = (wish: MadeCertificate) =>
    session.emulator.seed({ certificate: wish.certificatePem, privateKey: wish.privateKeyPem });
  const held = seeded(made);
  const loadBalancer = elbv2.seedLoadBalancer(option);
  const listener = elbv2.seedListener({ loadBalancer, certificate: held });
  const another = async (wish: CertificateWish = {}) => seeded(await leaf(wish));
  return {
    ...session,
    ...movesOf(elbv2Client(elbv2), listener),
    ...{ elbv2, made, held, loadBalancer, listener, seeded, another },
  };
}

export function elbv2Client(elbv2: FakeElbv2, wish: ClientWish = {}): ElasticLoadBalancingV2Client {
  const client = new ElasticLoadBalancingV2Client(clientConfig(elbv2, wish));
  running.push({ close: () => client.destroy() });
  return client;
}

/** What is done again and again to one listener. */
export function movesOf(client: ElasticLoadBalancingV2Client, ListenerArn: string) {
  const certificates = (arns: readonly string[]) => arns.map((CertificateArn) => ({ CertificateArn }));
  return {
    client,
    modify: (...arns: readonly string[]) =>
      client.send(new ModifyListenerCommand({ ListenerArn, Certificates: certificates(arns) })),
    add: (...arns: readonly string[]) =>
      client.send(new AddListenerCertificatesCommand({ ListenerArn, Certificates: certificates(arns) })),
    remove: (...arns: readonly string[]) =>
      client.send(new RemoveListenerCertificatesCommand({ ListenerArn, Certificates: certificates(arns) })),
    describe: async () =>
      (await client.send(new DescribeListenersCommand({ ListenerArns: [ListenerArn] }))).Listeners?.[0],
    listed: async () => {
      const answer = await client.send(new DescribeListenerCertificatesCommand({ ListenerArn }));
      return answer.Certificates?.map(({ CertificateArn, IsDefault }) => [CertificateArn, IsDefault]);
    },
  };
}

/** The fingerprint of the leaf that a handshake shows. */
export function handshake({ host, port }: TlsListener, servername?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const name = servername === undefined ? {} : { servername };
    const socket = connect({ host, port, rejectUnauthorized: false, ...name }, () => {
      const shown = socket.getPeerX509Certificate();
      socket.destroy();
      resolve(shown?.fingerprint256 ?? 'none');
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed')));
  });
}

export function fingerprint({ certificatePem }: { readonly certificatePem: string }): string {
  return new X509Certificate(certificatePem).fingerprint256;
}
