import { generateKeyPairSync } from 'node:crypto';
import type { DraftPackage } from './package-in-a-room.js';

function pem(type: 'pkcs8' | 'sec1' = 'pkcs8'): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'pem', type }).toString();
}

/** What is wrong with it, the change of a good package that makes it so, and what the case then observes. */
export type Broken = readonly [what: string, change: (draft: DraftPackage) => void, seen: string];

/** Packages with one defect each, by the name of the case that must find it. */
export const BROKEN: Readonly<Record<string, readonly Broken[]>> = {
  'does-not-bring-the-engine': [
    [
      'depends on the engine',
      ({ manifest }) => {
        manifest.dependencies = { ...manifest.dependencies, '@certctl/engine': '^0.1.0' };
      },
      '["@certctl/engine"]',
    ],
    [
      'has the program as a peer',
      ({ manifest }) => {
        manifest.peerDependencies = { certctl: '^0.1.0' };
      },
      '["certctl"]',
    ],
    [
      'has the suite as a peer that everybody must install',
      ({ manifest }) => {
        manifest.peerDependencies = { '@certctl/conformance': '^0.1.0' };
      },
      '["@certctl/conformance"]',
    ],
    [
      'left workspace: in a range',
      ({ manifest }) => {
        manifest.dependencies = { ...manifest.dependencies, acme: 'workspace:^' };
      },
      '[["acme","workspace:^"]]',
    ],
    [
      'left a folder of its author in a range',
      ({ manifest }) => {
        manifest.dependencies = { ...manifest.dependencies, acme: 'file:../acme' };
      },
      '[["acme","file:../acme"]]',
    ],
  ],
  'exports-a-plugin': [
    [
      'exports nothing by default',
      ({ files }) => {
        files['dist/index.js'] = `export const plugin = { type: 'Memory' };`;
      },
      'undefined',
    ],
    [
      'exports another plugin',
      ({ files }) => {
        files['dist/index.js'] = `export default { type: 'Other' };`;
      },
      'Other',
    ],
  ],
  'has-types': [
    [
      'was built without declarations',
      ({ manifest, files }) => {
        manifest.exports = './dist/index.js';
        delete files['dist/index.d.ts'];
      },
      'not in the archive',
    ],
    [
      'names types before other conditions, and too late',
      ({ manifest }) => {
        manifest.exports = { '.': { import: './dist/index.js', types: './dist/index.d.ts' } };
      },
      'true',
    ],
    [
      'has a second entry without types',
      ({ manifest, files }) => {
        manifest.exports = { '.': './dist/index.js', './config': './dist/config.js' };
        files['dist/config.js'] = 'export const config = 1;';
      },
      'not in the archive',
    ],
  ],
  'says-its-node': [
    [
      'names no Node that is a range',
      ({ manifest }) => {
        manifest.engines = { node: '>=20.19.0 || current' };
      },
      '{"node":">=20.19.0 || current"}',
    ],
    [
      'runs on a Node that nobody has yet',
      ({ manifest }) => {
        manifest.engines = { node: '>=99' };
      },
      '>=99',
    ],
    [
      'ships its tests',
      ({ files }) => {
        files['dist/index.test.js'] = '';
      },
      '["dist/index.test.js"]',
    ],
    [
      'has no version that can be compared',
      ({ manifest }) => {
        manifest.version = '1.2';
      },
      '1.2',
    ],
  ],
  'entries-are-there': [
    [
      'names an entry that was not packed',
      ({ manifest }) => {
        manifest.exports = { '.': './dist/index.js', './policy.json': './policy.json' };
      },
      '["policy.json"]',
    ],
    [
      'has an entry that cannot be imported',
      ({ manifest, files }) => {
        manifest.exports = { '.': './dist/index.js', './config': './dist/config.js' };
        files['dist/config.js'] = `export { none } from './index.js';`;
        files['dist/config.d.ts'] = 'export {};';
      },
      "does not provide an export named 'none'",
    ],
    [
      'names a program that was not packed',
      ({ manifest }) => {
        manifest.bin = { acme: './bin/acme.js' };
      },
      '["bin/acme.js"]',
    ],
  ],
  'imports-what-it-declares': [
    [
      'imports what only its tests have, when it is needed',
      ({ files }) => {
        files['dist/index.js'] += `export const late = () => import('zod/v4');`;
      },
      '["zod, in dist/index.js"]',
    ],
    [
      'has types that need a package that it does not bring',
      ({ files }) => {
        files['dist/index.d.ts'] += `export type Config = import('@acme/client').Config;`;
      },
      '["@acme/client, in dist/index.d.ts"]',
    ],
    [
      'has a module that is none',
      ({ files }) => {
        files['dist/other.js'] = 'export {';
      },
      'Parse error',
    ],
  ],
  'brings-no-secret': [
    [
      'has a private key in a fixture',
      ({ files }) => {
        files['fixtures/test.pem'] = pem();
      },
      '["a private key in fixtures/test.pem"]',
    ],
    [
      'has one in the text of a module',
      ({ files }) => {
        files['dist/fixture.js'] = `export const key = ${JSON.stringify(pem('sec1'))};`;
      },
      '["a private key in dist/fixture.js"]',
    ],
    [
      'has the environment of its author',
      ({ files }) => {
        files['.env'] = 'ACME_URL=https://acme.example.com';
      },
      '[".env"]',
    ],
    [
      'has a store of keys',
      ({ files }) => {
        files['dist/test.p12'] = '';
      },
      '["dist/test.p12"]',
    ],
    [
      'has an access key of AWS',
      ({ files }) => {
        files['README.md'] += `export AWS_ACCESS_KEY_ID=${['AK', 'IA'].join('')}QYLPMN5HHHFPZAM2`;
      },
      '["an access key of AWS in README.md"]',
    ],
    [
      'has a token of a registry',
      ({ files }) => {
        files['dist/npmrc.txt'] = '//registry.example.com/:_authToken=0123456789';
      },
      '["a token of a registry in dist/npmrc.txt"]',
    ],
  ],
  'runs-no-scripts': [
    [
      'builds where it is installed',
      ({ manifest }) => {
        manifest.scripts = { build: 'tsc', postinstall: 'tsc' };
      },
      '["postinstall"]',
    ],
    [
      'has native code',
      ({ files }) => {
        files['binding.gyp'] = '{}';
      },
      'true',
    ],
  ],
  'import-is-quiet': [
    [
      'prints',
      ({ files }) => {
        files['dist/index.js'] += `console.log('loaded');`;
      },
      'loaded',
    ],
    [
      'starts a timer',
      ({ files }) => {
        files['dist/index.js'] += 'if (process.argv.length < 2) setInterval(() => {}, 1000);';
      },
      'none',
    ],
    [
      'listens to the process',
      ({ files }) => {
        files['dist/index.js'] += `if (process.argv.length < 2) process.on('uncaughtException', () => {});`;
      },
      'the environment, or the handlers of the process, are not what they were',
    ],
    [
      'ends the process',
      ({ files }) => {
        files['dist/index.js'] += 'if (process.argv.length < 2) process.exit(7);';
      },
      '7',
    ],
  ],
  'contract-range-is-open': [
    [
      'has a peer range of one version',
      ({ manifest }) => {
        manifest.peerDependencies = { '@certctl/plugin-api': '0.1.0' };
      },
      '0.1.0',
    ],
    [
      'has a peer range that leaves the host out',
      ({ manifest }) => {
        manifest.peerDependencies = { '@certctl/plugin-api': '<0.1.0' };
      },
      '<0.1.0',
    ],
    [
      'depends on a contract that is to come',
      ({ manifest }) => {
        manifest.dependencies = { '@certctl/plugin-api': '^7.0.0' };
      },
      '^7.0.0',
    ],
  ],
  'brings-only-what-runs': [
    [
      'brings a package that needs a later Node',
      ({ beside }) => {
        beside.push({ name: 'acme-client', version: '3.0.0', engines: { node: '>=22' } });
      },
      '["acme-client@3.0.0 needs >=22"]',
    ],
  ],
  'can-be-listed': [
    [
      'has no keyword',
      ({ manifest }) => {
        manifest.keywords = ['certificates'];
      },
      '["certificates"]',
    ],
    [
      'is private',
      ({ manifest }) => {
        manifest.private = true;
      },
      'true',
    ],
    [
      'does not say what it is',
      ({ manifest }) => {
        delete manifest.description;
      },
      '""',
    ],
  ],
  'brings-its-papers': [
    [
      'has no README',
      ({ files }) => {
        delete files['README.md'];
      },
      'not there',
    ],
    [
      'has no text of its license',
      ({ files }) => {
        delete files.LICENSE;
      },
      'not there',
    ],
    [
      'says nothing of a license',
      ({ manifest }) => {
        delete manifest.license;
      },
      'undefined',
    ],
  ],
};
