import { type ConsumerStage, defineEnvironment, startHttpStage } from '@certctl/conformance';
import { anybodysCertificate, type StandInStore, standInStore } from '@certctl/conformance/environments';
import { type Double, startDouble } from './double.js';
import { faultShapes } from './fault-shapes.js';

const TOKEN = 'token-of-the-double';
/** Where the configuration of the tests says that the token is. */
const TOKEN_VARIABLE = 'ACME_CLOUD_TOKEN_OF_THE_DOUBLE';

/** Acme Cloud as the conformance suite runs it: the double, behind a proxy that makes each request fail as asked. */
export default defineEnvironment({
  name: 'acme-cloud-double',
  title: 'a double of the gateways of Acme Cloud, in this process',
  tier: 'embedded',
  serves: ['AcmeCloud'],
  // Yours: what a double cannot show. It stands in every report, above what was proven.
  notProven: [
    'What Acme Cloud really does: the double does what its author has read.',
    'How long Acme Cloud takes until every node of a gateway serves another certificate.',
    'The store: its certificates are kept in memory by the conformance suite.',
  ],
  start: async () => {
    // Yours: the plugin of the real store in its place, when you have it at hand.
    const certificates = standInStore('AcmeCertificates');
    const double = await startDouble(TOKEN, certificates.has);
    process.env[TOKEN_VARIABLE] = TOKEN;
    return startHttpStage({
      upstream: double.url,
      // Each request of the API: the permission that covers it, and the moves that it carries. Faults are aimed by
      // this, and a request that is not here is one that the plugin did not declare.
      requests: {
        GetGateway: { operation: 'gateways:Get', moves: ['inspectConsumer'] },
        SetGatewayCertificate: { operation: 'gateways:SetCertificate', write: true, moves: ['bind'] },
      },
      name: ({ method, path }) => (path.startsWith('/v1/gateways/') ? NAME_OF[method] : undefined),
      faultShapes,
      stage: (url) => ({
        host: { http: { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true } },
        target: (name) => configOf(url, name),
        observe: async () => certificates.observe(),
        seed: async (pems) => certificates.put(pems),
        consumers: consumersOf(double, certificates, url),
        reset: async () => {
          double.clear();
          certificates.clear();
        },
        close: () => stop(double),
      }),
    });
  },
});

const NAME_OF: Readonly<Record<string, string>> = { PUT: 'SetGatewayCertificate', GET: 'GetGateway' };

function configOf(url: string, gateway: string) {
  return { url, token: `env:${TOKEN_VARIABLE}`, gateway };
}

async function stop(double: Double): Promise<void> {
  delete process.env[TOKEN_VARIABLE];
  await double.close();
}

/** The gateways, seen past the plugin: its code is not used here, so that it cannot hide its own mistakes. */
function consumersOf(double: Double, certificates: StandInStore, url: string): ConsumerStage {
  return {
    store: certificates.store,
    slots: ['one'],
    target: () => ({}),
    consumer: async (name) => {
      if (!double.gateway(name)) double.put(name, certificates.put(await anybodysCertificate()));
      return configOf(url, name);
    },
    absent: () => configOf(url, 'no-such-gateway'),
    observe: async (name) => {
      const { certificate } = double.gateway(name) ?? {};
      if (certificate === undefined) return { references: [] };
      const serves = certificates.leafOf(certificate);
      return { references: [certificate], ...(serves ? { serves } : {}) };
    },
    point: async (name, _slot, pems) => {
      const reference = certificates.put(pems);
      double.put(name, reference);
      return reference;
    },
  };
}
