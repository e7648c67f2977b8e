import { createPrivateKey, X509Certificate } from 'node:crypto';
import { defineEnvironment, type ObservedPlace, type Pems, startHttpStage } from '@certctl/conformance';
import { type Double, type HeldCertificate, startDouble } from './double.js';
import { faultShapes } from './fault-shapes.js';

const TOKEN = 'token-of-the-double';
/** Where the configuration of the tests says that the token is. */
const TOKEN_VARIABLE = 'ACME_CLOUD_TOKEN_OF_THE_DOUBLE';

/** Acme Cloud as the conformance suite runs it: the double, behind a proxy that makes each request fail as asked. */
export default defineEnvironment({
  name: 'acme-cloud-double',
  title: 'a double of Acme Cloud, in this process',
  tier: 'embedded',
  serves: ['AcmeCloud'],
  // Yours: what a double cannot show. It stands in every report, above what was proven.
  notProven: [
    'What Acme Cloud really does: the double does what its author has read.',
    'How long Acme Cloud shows an old certificate after an import.',
  ],
  start: async () => {
    const double = await startDouble(TOKEN);
    process.env[TOKEN_VARIABLE] = TOKEN;
    return startHttpStage({
      upstream: double.url,
      // Each request of the API: the permission that covers it, and the moves that it carries. Faults are aimed by
      // this, and a request that is not here is one that the plugin did not declare.
      requests: {
        PutCertificate: { operation: 'certificates:Put', write: true, moves: ['import'] },
        GetCertificate: { operation: 'certificates:Get', moves: ['resolve', 'inspect', 'read', 'readTags'] },
        DeleteCertificate: { operation: 'certificates:Delete', write: true, moves: ['remove'] },
      },
      name: ({ method, path }) => (path.startsWith('/v1/certificates/') ? NAME_OF[method] : undefined),
      faultShapes,
      stage: (url) => ({
        host: { http: { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true } },
        target: (name) => ({ url, token: `env:${TOKEN_VARIABLE}`, name }),
        observe: async () => double.everything().map((each) => observed(each, url)),
        seed: async ({ target, tags = {}, ...pems }) => {
          double.put(target, asTaken(pems), tags);
          return `${url}/v1/certificates/${target}`;
        },
        overwrite: async (reference, pems, tags) => double.put(nameAt(reference), asTaken(pems), tags),
        retag: async (reference, tags) => double.relabel(nameAt(reference), tags),
        vanish: async (reference) => double.delete(nameAt(reference)),
        reset: async () => double.clear(),
        close: () => stop(double),
      }),
    });
  },
});

const NAME_OF: Readonly<Record<string, string>> = {
  PUT: 'PutCertificate',
  GET: 'GetCertificate',
  DELETE: 'DeleteCertificate',
};

async function stop(double: Double): Promise<void> {
  delete process.env[TOKEN_VARIABLE];
  await double.close();
}

function nameAt(reference: string): string {
  return reference.split('/').at(-1) ?? '';
}

/** A chain in one text, as a list of certificates. */
function asTaken({ certificatePem, chainPem, privateKeyPem }: Pems) {
  const chain = chainPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return { certificate: certificatePem, chain, key: privateKeyPem };
}

/** What is held, seen past the plugin: its code is not used here, so that it cannot hide its own mistakes. */
function observed(
  { name, certificate, chain, key, labels, version }: HeldCertificate,
  url: string,
): ObservedPlace {
  const leaf = new X509Certificate(certificate);
  return {
    reference: `${url}/v1/certificates/${name}`,
    state: 'held',
    revisions: [
      {
        leaf: leaf.raw,
        chain: chain.map((pem) => new X509Certificate(pem).raw),
        tags: labels,
        keyBelongs: leaf.checkPrivateKey(createPrivateKey(key)),
        enabled: true,
        revision: String(version),
      },
    ],
  };
}
