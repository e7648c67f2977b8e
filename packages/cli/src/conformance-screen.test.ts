import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './testing/run-cli.js';

const SUITE = pathToFileURL(join(import.meta.dirname, '../../../harness/conformance/dist')).href;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certctl-conformance-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

/** The reference store in memory as a package, with a defect or none, and its environment. */
function authored(defect = ''): readonly string[] {
  const manifest = { name: 'certctl-plugin-acme', version: '1.2.0', type: 'module', exports: './index.js' };
  const subject = join(folder, 'subject.mjs');
  writeFileSync(
    subject,
    `import { memoryStoreSubject } from '${SUITE}/environments/index.js';
     // One service for both, whoever imports this: Node the plugin, the runner of these tests the environment.
     globalThis[import.meta.filename] ??= memoryStoreSubject();
     const { plugin: whole, environment } = globalThis[import.meta.filename];
     export const plugin = { ...whole, ${defect} };
     export { environment as default };`,
  );
  mkdirSync(join(folder, 'the plugin'));
  writeFileSync(join(folder, 'the plugin', 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(folder, 'the plugin', 'index.js'),
    `export { plugin as default } from '${pathToFileURL(subject).href}';`,
  );
  return ['conformance', 'run', join(folder, 'the plugin'), '--env', subject];
}

/** It sends the leaf alone, without the chain that it is given. */
const LOSES_CHAINS = `open: async (...given) => {
  const store = await whole.open(...given);
  const without = ({ material, ...request }) => ({ ...request, material: { ...material, chain: [] } });
  return { ...store, import: (place, request, call) => store.import(place, without(request), call) };
}`;

const only = (...slugs: readonly string[]) => slugs.flatMap((slug) => ['--only', slug]);

/** What is written over what, without what is another in each run. */
const written = (text: string) =>
  text
    .replaceAll('\r\u001b[K', '<CLEAR>')
    .replaceAll(folder, '<HERE>')
    .replaceAll(/ \d+ ms /g, ' 5 ms ')
    .replaceAll(/\b\d+\.\d s\b/g, '0.5 s')
    .replaceAll(/ of \d+ cases/g, ' of 100 cases');

describe('on a terminal, certctl conformance run', { timeout: 60_000 }, () => {
  it('shows the case that begins, and counts those that are asked', async () => {
    const asked = ['chain/none-is-none', 'config/gives-json-schema', 'discovery/undeclared-is-refused'];
    const notDeclared = ['activate/consumers-are-told', 'discovery/lists-what-is-there'];
    const selected = only(...asked, ...notDeclared);
    const { stderr, stdout, code } = await runCli([...authored(), ...selected], { terminal: true });
    expect(code).toBe(3);
    expect(written(stderr)).toMatchInlineSnapshot(`
      "<CLEAR>packing <HERE>/the plugin…
      <CLEAR>installing certctl-plugin-acme into an empty folder…
      <CLEAR>certctl-plugin-acme@1.2.0: Memory on a certificate service in memory (embedded)
      <CLEAR>1/3  chain/none-is-none<CLEAR>2/3  config/gives-json-schema<CLEAR>3/3  discovery/undeclared-is-refused<CLEAR>"
    `);
    expect(stdout).toMatch(/^\nPartial: Memory, 3 of /);
  });

  it('prints a failure where it happens, with what its author needs, within 80 columns', async () => {
    const ran = await runCli(
      [
        ...authored("alias: 'Not Kebab'"),
        ...only('contract/manifest-says-what-it-is', 'config/gives-json-schema'),
      ],
      { terminal: true },
    );
    expect(ran.code).toBe(1);
    expect(written(ran.stderr)).toMatchInlineSnapshot(`
      "<CLEAR>packing <HERE>/the plugin…
      <CLEAR>installing certctl-plugin-acme into an empty folder…
      <CLEAR>certctl-plugin-acme@1.2.0: Memory on a certificate service in memory (embedded)
      <CLEAR>1/2  config/gives-json-schema<CLEAR>2/2  contract/manifest-says-what-it-is<CLEAR>failed    contract/manifest-says-what-it-is
                the alias: expected kebab-case, observed Not Kebab
                case    Type, alias, title and version are there; rules have a code, a
                        summary and a source.
                why     Errors and findings are traced by them.
                rule    the contract: Plugin
                remedy  Fill in the manifest.

      <CLEAR>"
    `);
    expect(written(ran.stdout)).toMatchInlineSnapshot(`
      "
      Failed: Memory, 1 of 100 cases, embedded tier, contract 1

      Not proven:
      - Nothing of a real service: this one is an object in the same process.

      Again:
        certctl conformance run '<HERE>/the plugin' --env <HERE>/subject.mjs --only contract/manifest-says-what-it-is
      "
    `);
  });

  it('is no wider than its terminal, and gives the last requests of many', async () => {
    // What is stored is not what was sent.
    const { stderr, stdout } = await runCli(
      [
        ...authored(LOSES_CHAINS),
        ...only(
          ...['chain/order-is-kept', 'chain/root-is-left-out'],
          ...['deploy/first-import-is-held', 'deploy/replay-is-unchanged'],
        ),
      ],
      { terminal: true },
    );
    expect(written(stderr)).toMatchInlineSnapshot(`
      "<CLEAR>packing <HERE>/the plugin…
      <CLEAR>installing certctl-plugin-acme into an empty folder…
      <CLEAR>certctl-plugin-acme@1.2.0: Memory on a certificate service in memory (embedded)
      <CLEAR>1/4  chain/order-is-kept<CLEAR>failed    chain/order-is-kept
                how the deploy ended: expected deployed, observed withdrawn;
                not_proven: memory/certificate/1 did not show the certificate that was
                sent within 0.5 s: it shows that leaf with another chain: it is
                shorter than what was sent (0 of 2 certificates)
                case    A chain that is given in any order is held in order, from the
                        leaf toward the root.
                why     Clients that build no paths themselves fail on a chain out of
                        order (RFC 5246, 7.4.2).
                rule    RFC 5246, 7.4.2; RFC 8446, 4.4.2
                remedy  Send the chain of the material as it is: it is in order
                        already.
                its last requests:
                  5 ms memory:ListTags: tagsOf -> ok
                  5 ms memory:Delete: delete -> ok
                  5 ms memory:Get: get -> NotFound: memory/certificate/1 does not
                  exist

      <CLEAR>2/4  chain/root-is-left-out<CLEAR>failed    chain/root-is-left-out
                how the deploy ended: expected deployed, observed withdrawn;
                not_proven: memory/certificate/1 did not show the certificate that was
                sent within 0.5 s: it shows that leaf with another chain: it is
                shorter than what was sent (0 of 1 certificates)
                case    A root that is given with the chain is not sent.
                why     Clients have the root; sending it costs every handshake a
                        kilobyte, and some services refuse it.
                rule    RFC 8446, 4.4.2
                remedy  Send the chain of the material as it is: the root is left out
                        already.
                its last requests:
                  5 ms memory:ListTags: tagsOf -> ok
                  5 ms memory:Delete: delete -> ok
                  5 ms memory:Get: get -> NotFound: memory/certificate/1 does not
                  exist

      <CLEAR>3/4  deploy/first-import-is-held<CLEAR>failed    deploy/first-import-is-held
                how the deploy ended: expected deployed, observed withdrawn;
                not_proven: memory/certificate/1 did not show the certificate that was
                sent within 0.5 s: it shows that leaf with another chain: it is
                shorter than what was sent (0 of 1 certificates)
                case    A first deploy leaves the leaf at the service, with its own
                        key and its chain in order.
                why     An import that answers well and stores something else is found
                        out by the first visitor.
                rule    the contract: StoreMoves.import
                remedy  Send leaf, chain and key of the material, and nothing else, in
                        one request.
                its last requests:
                  5 ms memory:ListTags: tagsOf -> ok
                  5 ms memory:Delete: delete -> ok
                  5 ms memory:Get: get -> NotFound: memory/certificate/1 does not
                  exist

      <CLEAR>4/4  deploy/replay-is-unchanged<CLEAR>failed    deploy/replay-is-unchanged
                how the deploy ended: expected deployed, observed withdrawn;
                not_proven: memory/certificate/1 did not show the certificate that was
                sent within 0.5 s: it shows that leaf with another chain: it is
                shorter than what was sent (0 of 1 certificates)
                remedy  Report what is held as bytes: the leaf as DER, the chain in
                        the order of the service.
      <CLEAR>"
    `);
    const lines = written(stderr)
      .replaceAll(/[^\n]*<CLEAR>/g, '')
      .split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toContain('All of every failure is in the report: --report FOLDER');
  });
});
