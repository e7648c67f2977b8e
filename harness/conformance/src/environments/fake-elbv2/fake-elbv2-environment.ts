import { issueLeaf } from '@certctl/certificate/issue';
import {
  type FakeAcm,
  type FakeCloudTrail,
  type FakeElbv2,
  startFakeAcm,
  startFakeCloudTrail,
  startFakeElbv2,
  type TlsListener,
} from '@certctl/emulators';
import type { StorePlugin } from '@certctl/plugin-api';
import { defineEnvironment, type Environment } from '../../environment/define-environment.js';
import type { Impossible } from '../../environment/fault.js';
import type { AnsweredShape, FaultAnswer, ProxiedRequest } from '../../environment/fault-proxy.js';
import { startHttpStage } from '../../environment/http-stage.js';
import type { RequestKind } from '../../environment/request-kind.js';
import type { ConsumerEndpoint, ConsumerStage, Pems, Stage } from '../../environment/stage.js';

const REGION = 'us-east-1';
const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret-for-tests' };
const SERVICE = 'elasticloadbalancing';
/** What the certificates of the cases are for. */
const SITE = 'www.example.com';
/** Longer than a case takes. */
const LONG_MS = 3_600_000;

const REQUESTS: Readonly<Record<string, RequestKind>> = {
  DescribeListeners: { operation: `${SERVICE}:DescribeListeners`, moves: ['inspectConsumer'] },
  DescribeListenerCertificates: { operation: `${SERVICE}:DescribeListenerCertificates` },
  DescribeAccountLimits: { operation: `${SERVICE}:DescribeAccountLimits` },
  LookupEvents: { operation: 'cloudtrail:LookupEvents' },
  ModifyListener: { operation: `${SERVICE}:ModifyListener`, write: true, moves: ['bind'] },
  AddListenerCertificates: { operation: `${SERVICE}:AddListenerCertificates`, write: true, moves: ['bind'] },
  RemoveListenerCertificates: {
    operation: `${SERVICE}:RemoveListenerCertificates`,
    write: true,
    moves: ['unbind'],
  },
};

/** By the action of the form; by the target header in the protocol of CloudTrail. */
function requestName({ headers, body }: ProxiedRequest): string | undefined {
  const target = headers['x-amz-target']?.split('.').at(-1);
  return target ?? new URLSearchParams(Buffer.from(body).toString('utf8')).get('Action') ?? undefined;
}

const CODES: Partial<Record<AnsweredShape, readonly [number, string]>> = {
  '401': [403, 'ExpiredToken'],
  '403': [403, 'AccessDenied'],
  '404': [400, 'ListenerNotFound'],
  '429': [400, 'Throttling'],
  '429-retry-after': [400, 'Throttling'],
  invalid: [400, 'ValidationError'],
};

const BRINGS_A_CERTIFICATE = new Set(['ModifyListener', 'AddListenerCertificates']);

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html */
function faultShapes(shape: AnsweredShape, request: string): FaultAnswer | Impossible {
  if (shape === '5xx') return { status: 503 };
  if (shape === 'echo') return { impossible: 'no request of it holds a key that could be repeated' };
  const code = CODES[shape];
  if (!code) return { impossible: 'the API models no such answer' };
  const [status, usual] = code;
  // What is missing is what the request brings: the listener that it names is there.
  const name = shape === '404' && BRINGS_A_CERTIFICATE.has(request) ? 'CertificateNotFound' : usual;
  const error = `<Error><Type>Sender</Type><Code>${name}</Code><Message>a fault of the test</Message></Error>`;
  return {
    status,
    headers: { 'content-type': 'text/xml', ...(shape === '429-retry-after' ? { 'retry-after': '1' } : {}) },
    body: `<ErrorResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">${error}<RequestId>test</RequestId></ErrorResponse>`,
  };
}

function seed(acm: FakeAcm, { certificatePem, chainPem, privateKeyPem }: Pems): string {
  return acm.seed({ certificate: certificatePem, chain: chainPem, privateKey: privateKeyPem });
}

/** Somebody else's request, past the plugin and its SDK. */
async function ask(
  { url }: FakeElbv2,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  const body = new URLSearchParams({ Action: action, Version: '2015-12-01', ...parameters });
  const answer = await fetch(url, { method: 'POST', body });
  if (!answer.ok) throw new Error(`the emulator refused ${action}: ${await answer.text()}`);
}

/** What the listeners serve, to be seen on 127.0.0.1. */
function endpointOf(elb: FakeElbv2, at: (name: string) => string) {
  const fronts = new Map<string, TlsListener>();
  const named = (probe: string) => ({ probe, probe_server_name: SITE });
  const endpoint: ConsumerEndpoint = {
    named: async (name) => {
      const front = fronts.get(name) ?? (await elb.listenTls(at(name)));
      fronts.set(name, front);
      return named(`${front.host}:${front.port}`);
    },
    // The port of a service that nobody offers any more.
    silent: () => named('127.0.0.1:1'),
    stall: () => {
      elb.settings.propagation = LONG_MS;
    },
    resume: () => {
      elb.settings.propagation = 0;
    },
  };
  const forget = async () => {
    elb.settings.propagation = 0;
    await Promise.all([...fronts.values()].map((front) => front.close()));
    fronts.clear();
  };
  return { endpoint, forget };
}

interface Doubles {
  readonly elb: FakeElbv2;
  readonly acm: FakeAcm;
  readonly trail: FakeCloudTrail;
}

function consumersOf({ elb, acm, trail }: Doubles, store: StorePlugin, url: string) {
  const listeners = new Map<string, string>();
  const endpoints = { elbv2: url, sts: acm.url, cloudtrail: url };
  const at = (name: string) => listeners.get(name) ?? '';
  const { endpoint, forget } = endpointOf(elb, at);
  const stage: ConsumerStage = {
    store,
    slots: ['one', 'many'],
    target: () => ({
      region: REGION,
      endpoints: { acm: acm.url, sts: acm.url, tagging: acm.url, cloudtrail: trail.url },
    }),
    consumer: async (name, slot) => {
      if (!listeners.has(name)) {
        const loadBalancer = elb.seedLoadBalancer({ name });
        const certificate = seed(
          acm,
          await issueLeaf('self', { names: [SITE], notBefore: Date.now() - 10 * 86_400_000 }),
        );
        listeners.set(name, elb.seedListener({ loadBalancer, certificate }));
      }
      return { listener_arn: at(name), slot: slot === 'one' ? 'default' : 'sni', endpoints };
    },
    absent: () => {
      const path = 'listener/app/none/0000000000000000/0000000000000000';
      return {
        listener_arn: `arn:aws:${SERVICE}:${REGION}:123456789012:${path}`,
        slot: 'default',
        endpoints,
      };
    },
    observe: async (name, slot) => {
      const found = elb.state.listener(at(name));
      const served = elb.serves(at(name), SITE);
      const only = found?.defaultCertificate;
      return {
        references: slot === 'one' ? (only === undefined ? [] : [only]) : [...(found?.certificates ?? [])],
        ...(served ? { serves: served.leaf } : {}),
      };
    },
    point: async (name, slot, pems) => {
      const reference = seed(acm, pems);
      const action = slot === 'one' ? 'ModifyListener' : 'AddListenerCertificates';
      await ask(elb, action, { ListenerArn: at(name), 'Certificates.member.1.CertificateArn': reference });
      return reference;
    },
    endpoint,
  };
  return {
    stage,
    forget: async () => {
      await forget();
      listeners.clear();
    },
  };
}

async function start(store: StorePlugin): Promise<Stage> {
  const acm = await startFakeAcm({ region: REGION, accessKeys: [KEYS], inUseGrace: 0 });
  const elb = await startFakeElbv2({ acm });
  const trail = await startFakeCloudTrail({ acm, services: [elb] });
  return startHttpStage({
    upstream: elb.url,
    route: async ({ headers }, what) => ({
      upstream: what?.name === 'LookupEvents' ? trail.url : elb.url,
      headers,
    }),
    requests: REQUESTS,
    name: requestName,
    faultShapes,
    stage: (url) => {
      const consumers = consumersOf({ elb, acm, trail }, store, url);
      return {
        host: {
          http: { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true },
          credentials: { get: () => KEYS },
        },
        unseen: [
          { operation: 'sts:GetCallerIdentity', reason: 'it is asked of the double of ACM, past the proxy' },
          { operation: 'tls:Handshake', reason: 'it is no request of the API' },
          { operation: 'sts:AssumeRole', reason: 'no target here names a role, so none is assumed' },
        ],
        recordsWriters: true,
        target: (name) => ({
          listener_arn: `arn:aws:${SERVICE}:${REGION}:123456789012:listener/app/${name}/0000000000000000/0000000000000000`,
          endpoints: { elbv2: url, sts: acm.url },
        }),
        observe: async () =>
          acm.state.certificates().map(({ arn, leaf, chain, tags }) => ({
            reference: arn,
            state: 'held',
            revisions: [{ leaf, chain, tags, keyBelongs: true, enabled: true }],
          })),
        seed: async (pems) => seed(acm, pems),
        consumers: consumers.stage,
        reset: async () => {
          await Promise.all([elb.idle(), acm.idle()]);
          elb.reset();
          acm.reset();
          trail.reset();
          await consumers.forget();
        },
        close: async () => {
          await trail.close();
          await elb.close();
          await acm.close();
        },
      };
    },
  });
}

/** fake-elbv2 in this process, behind the fault proxy. @param store the plugin for ACM, whose certificates it uses */
export function fakeElbv2({ store }: { readonly store: StorePlugin }): Environment {
  return defineEnvironment({
    name: 'fake-elbv2',
    title:
      'fake-elbv2, a strict double of the listeners of AWS load balancers, beside fake-acm, in this process',
    tier: 'embedded',
    serves: ['AWSELBV2'],
    notProven: [
      'Signatures and IAM: the double reads who signed a request, and does not verify it here.',
      'How long AWS takes until every node of a load balancer serves another certificate.',
      'Handshakes over a network, and the choice by the kind of key among certificates for one name: the listeners of the double serve TLS on 127.0.0.1, the first that has the name.',
    ],
    start: () => start(store),
  });
}
