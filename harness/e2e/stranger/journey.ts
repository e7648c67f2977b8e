import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startFakeAcm } from '@certctl/emulators';
import { documentSteps } from '../scaffold/document-steps.js';
import { type Ran, runDocument } from '../scaffold/run-document.js';
import { KEYS, leafIssued } from '../src/acm-scenario.js';
import { interrupt } from './interrupt.js';
import type { Stranger } from './stranger.js';
import type { Tally } from './tally.js';

/** What a package manager says of a package that does not run on this Node. */
const TOO_NEW = /EBADENGINE|Unsupported engine.*/;

const PLUGINS = ['filesystem', 'aws-acm', 'aws-elbv2', 'azure-key-vault'];

/** Everything that somebody does who reads the documents, in their order. */
export async function journey(stranger: Stranger, tally: Tally, reports: string): Promise<void> {
  const run = async (
    command: string,
    folder: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Ran> => {
    const ran = await tally.command(stranger.said(command), () => stranger.run(command, folder, env));
    tally.check('nothing that was installed needs a later Node', () => {
      const found = TOO_NEW.exec(ran.output);
      if (found) throw new Error(found[0]);
    });
    return ran;
  };

  await tally.document('packages/create-plugin/README.md', async (markdown) => {
    await runDocument(documentSteps(markdown), stranger.folder, run);
  });
  const plugin = join(stranger.folder, 'acme-cloud');
  cpSync(join(plugin, 'reports', 'conformance'), reports, { recursive: true });
  tally.check('the report says that it passed, and which archive it is of', () => {
    const { verdict, plugin: of } = JSON.parse(readFileSync(join(reports, 'report.json'), 'utf8'));
    if (verdict !== 'passed' || of.package.name !== 'certctl-plugin-acme-cloud') throw new Error(verdict);
  });

  const agent = await agentFolder(stranger);
  await run(`npm pack --pack-destination ${agent}`, plugin);
  await tally.document('docs/embed.md', async (markdown) => {
    await runDocument(documentSteps(markdown), agent, run);
  });
  await tally.document('packages/engine/README.md', async (markdown) => {
    const acm = await startFakeAcm({ region: 'eu-west-1', accessKeys: [KEYS], sigv4: 'check' });
    try {
      await run(/## Install\n+```sh\n(.*)\n```/.exec(markdown)?.[1] ?? 'exit 1', agent);
      writeFileSync(
        join(agent, 'ten-lines.mjs'),
        /## Ten lines\n+```ts\n([\s\S]*?)```/.exec(markdown)?.[1] ?? '',
      );
      const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY } = KEYS;
      const env = { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL: acm.url };
      const { code, output } = await run('node ten-lines.mjs', agent, env);
      const held = acm.state.certificates().length;
      if (code !== 0 || held !== 1)
        throw new Error(`ended with ${code}, ${held} certificates are held:\n${output}`);
    } finally {
      await acm.close();
    }
  });
  if (stranger.manager === 'npm') await ourOwn(stranger, tally, plugin, reports);
}

/** The plugins of the repository by the packed door, by their names; which is npm's, whoever starts it. */
async function ourOwn(stranger: Stranger, tally: Tally, folder: string, reports: string): Promise<void> {
  for (const name of PLUGINS) {
    const report = join(reports, name);
    const command = `npx certctl conformance run @certctl/plugin-${name} --only packaging --report ${report}`;
    const ran = await tally.command(
      `npx certctl conformance run @certctl/plugin-${name} --only packaging`,
      () => stranger.run(command, folder),
    );
    tally.check('every case about packages passed, and the rest was not asked for', () => {
      if (ran.code !== 3) throw new Error(`it ended with ${ran.code}:\n${ran.output}`);
    });
  }
  await tally.command('certctl conformance run, and Ctrl-C', () => interrupt(stranger, folder));
}

/** The folder of an agent, with a renewed certificate. */
async function agentFolder({ folder }: Stranger): Promise<string> {
  const agent = join(folder, 'agent');
  mkdirSync(agent);
  const { certificatePem, chainPem, privateKeyPem } = await leafIssued(10);
  writeFileSync(join(agent, 'package.json'), '{ "private": true, "type": "module" }\n');
  writeFileSync(join(agent, 'fullchain.pem'), certificatePem + chainPem);
  writeFileSync(join(agent, 'privkey.pem'), privateKeyPem, { mode: 0o600 });
  return agent;
}
