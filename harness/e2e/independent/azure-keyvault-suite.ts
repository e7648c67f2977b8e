import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readPrivateKey } from '@certctl/certificate';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { writePkcs12 } from '@certctl/certificate/pkcs12';
import { vaultRules } from '@certctl/emulators';
import { leafIssued } from '../src/acm-scenario.js';
import { AzureStage } from './azure-stage.js';
import type { Checks } from './checks.js';
import { checkLines } from './python-lines.js';
import type { PythonTools } from './python-tools.js';

/** Checks that each script prints: one that ends too early must not pass. */
const MOVES = 48;
const REFUSALS = 51;
const KEYS = 29;

/** Refusals that no client of a vault meets: those of the directory have tests of their own. */
const NOT_MET = vaultRules.filter(({ id }) => id.startsWith('entra/')).map(({ id }) => id);

/** The Azure libraries for Python against our vault, under the name that it has in Azure. */
export async function azureKeyVaultSuite(checks: Checks, { bin }: PythonTools): Promise<void> {
  const met = new Set<string>();
  const onRequest = ({ rule }: { readonly rule: string | undefined }) => {
    if (rule !== undefined) met.add(rule);
  };
  checks.section('azure-keyvault-certificates and -secrets → emulator');
  await script(checks, 'azure-keyvault-checks.py', MOVES);
  checks.section('what the emulator refuses, read from the Azure libraries');
  await script(checks, 'azure-keyvault-refusals.py', REFUSALS);
  checks.section('azure-keyvault-keys → emulator');
  await script(checks, 'azure-keyvault-keys.py', KEYS);
  await checks.check('every rule of the emulator that refuses was met', async () => {
    const refusing = vaultRules.filter(({ refusal }) => refusal !== undefined).map(({ id }) => id);
    assert.deepEqual(
      refusing.filter((id) => !met.has(id) && !NOT_MET.includes(id)),
      [],
    );
  });

  async function script(to: Checks, file: string, count: number): Promise<void> {
    const stage = await AzureStage.create(bin, { onRequest });
    try {
      await writeMaterial(stage);
      await checkLines(to, await stage.run('python', join(import.meta.dirname, file)), count);
    } finally {
      await stage.close();
    }
  }
}

async function writeMaterial(stage: AzureStage): Promise<void> {
  const [first, renewed] = [await leafIssued(20), await leafIssued(10)];
  const leaves: Readonly<Record<string, IssuedLeaf>> = {
    first,
    renewed,
    rsa: await leafIssued(10, { keyAlgorithm: 'RSA-2048' }),
    'rsa-1024': await leafIssued(10, { keyAlgorithm: 'RSA-1024' }),
    expired: await leafIssued(3_000),
  };
  for (const [name, leaf] of Object.entries(leaves)) stage.material(name, leaf);
  const privateKey = readPrivateKey(renewed.privateKeyPem);
  const mismatched = { leaf: first.facts, chain: [], privateKey };
  stage.write('mismatched.pfx', await writePkcs12(mismatched, { passphrase: 'pass' }));
}
