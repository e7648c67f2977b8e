import { readCertificates, readPrivateKey } from '@certctl/certificate';
import { isCertctlError, type KeyAlgorithm } from '@certctl/plugin-api';
import { CaseFailure } from '../kernel/case-failure.js';
import { expectEqual } from '../kernel/expect.js';
import { expectHeld } from './expect-held.js';
import { expectStatus } from './expect-status.js';
import { keyOf } from './key-of.js';
import type { World } from './world.js';

/** What the plan allows is taken by the service; what it refuses is refused by the service, asked past the plan. */
export async function planAgreesWithService(world: World, keyAlgorithm: KeyAlgorithm): Promise<void> {
  const leaf = await world.issue({ privateKeyPem: await keyOf(keyAlgorithm) });
  const plan = await world.plan(leaf);
  if (plan.verdict !== 'refused') {
    const { reference } = expectStatus(await world.deploy(leaf), 'deployed');
    await expectHeld(world, leaf, reference);
    return;
  }
  const opened = await world.openStore();
  const call = world.rawCall();
  const checked = await world.plugin.config['~standard'].validate(world.stage.target('web'));
  if (checked.issues)
    throw new CaseFailure('the configuration', 'a valid one', JSON.stringify(checked.issues));
  const place = await opened.resolve({ config: checked.value, targetId: 'web' }, call);
  const privateKey = readPrivateKey(leaf.privateKeyPem);
  const material = { leaf: leaf.facts, chain: readCertificates(leaf.chainPem, 'chain'), privateKey };
  const sent = opened.import(place, { config: checked.value, material, tags: {} }, call);
  const answer = await sent.then(
    () => 'taken',
    (error: unknown) => (isCertctlError(error) ? (error.failure?.class ?? error.code) : String(error)),
  );
  privateKey.destroy();
  const codes = plan.findings.filter(({ severity }) => severity === 'refusal').map(({ code }) => code);
  expectEqual(
    `what the service says to ${keyAlgorithm}, which the plan refuses by ${codes.join(', ')}`,
    answer,
    'refused',
  );
  expectEqual('certificates at the service', (await world.stage.observe()).length, 0);
}
