import assert from 'node:assert/strict';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { ListedCommands, SystemClock } from '@certctl/engine';
import { awsAcm } from '@certctl/plugin-aws-acm';
import {
  AcmScenario,
  expectStatus,
  handshake,
  holds,
  KEYS,
  leafIssued,
  REGION,
} from '../src/acm-scenario.js';
import { AwsCli } from './aws-cli.js';
import type { Checks } from './checks.js';
import { explainedCommands } from './explained-commands.js';
import type { PythonTools } from './python-tools.js';

const ROLE = 'arn:aws:iam::222222222222:role/certctl-target';

/** The commands that a failed rollback prints, pasted into a shell as they are. */
export async function recoverySuite(checks: Checks, tools: PythonTools): Promise<void> {
  checks.section('recovery by hand, with the commands as they are printed');
  const scenario = await AcmScenario.create({
    emulator: {
      sigv4: 'check',
      tagsOnReimport: 'lose',
      roles: [{ arn: ROLE, externalId: 'chosen-together' }],
    },
  });
  const aws = new AwsCli(tools, scenario.emulator.url);
  const [old, bad, next] = [await leafIssued(20), await leafIssued(15), await leafIssued(10)];
  const target = scenario.target({ tags: { env: 'test', 'owner of it': 'the shop' } });
  let arn = '';
  try {
    await checks.check(
      'a rollback that is refused leaves commands, which certctl explain prints',
      async () => {
        arn = await scenario.deployed(old, { target });
        const { faults } = scenario.emulator;
        faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate', on: { nth: 1 } });
        faults.add({
          operation: 'ImportCertificate',
          kind: 'error',
          name: 'ValidationException',
          message: 'no',
          on: { times: 9, after: 1 },
        });
        const outcome = expectStatus(await scenario.deploy(bad, { target }), 'also_failed');
        faults.clear();
        knownGood(aws, old);
        const block = await explainedCommands(await scenario.engine.deployment(outcome.deploymentId));
        for (const { command } of outcome.commands) assert.ok(block.includes(command), command);
        const { code, stderr } = await aws.shell(block);
        assert.equal(code, 0, `${block}\n${stderr}`);
      },
    );
    await checks.check('they put the old certificate back, and a TLS client gets it', async () => {
      assert.ok(holds(scenario.only(), old));
      const served = await handshake(await scenario.emulator.listenTls(arn));
      assert.equal(Buffer.compare(served.raw, old.facts.der), 0);
    });
    await checks.check('with its tags, marked as recovered by hand', async () => {
      const { env, 'owner of it': owner, ...rest } = scenario.only().tags;
      assert.deepEqual([env, owner], ['test', 'the shop']);
      assert.equal(rest['certctl-managed-by'], 'manual-recovery');
      assert.equal(rest['certctl-target-id'], 'web');
    });
    await checks.check('the engine then sees what it expects, and renews', async () => {
      assert.equal((await scenario.engine.verify(target)).result, 'in_sync');
      expectStatus(await scenario.deploy(next, { target }), 'deployed');
      assert.equal(scenario.only().tags['certctl-managed-by'], 'certctl');
    });
    await checks.check('the commands for a certificate that has no ARN yet make one', async () => {
      scenario.emulator.reset();
      await runFresh(aws, {});
      assert.ok(holds(scenario.only(), old));
      assert.equal(scenario.only().tags['certctl-managed-by'], 'manual-recovery');
    });
    await checks.check('and those for a role work as that role, with its external id', async () => {
      scenario.emulator.reset();
      scenario.emulator.addRole({ arn: ROLE, externalId: 'chosen-together' });
      await runFresh(aws, { role_arn: ROLE, external_id: 'chosen-together' });
      assert.equal(scenario.only().account, '222222222222');
    });
  } finally {
    aws.close();
    await scenario.close();
  }
}

function knownGood(aws: AwsCli, leaf: IssuedLeaf): void {
  aws.material('known-good', leaf);
}

/** All steps in one shell, because the later ones use what the first has set there. */
async function runFresh(aws: AwsCli, config: Readonly<Record<string, string>>): Promise<void> {
  const quiet = () => {};
  const store = await awsAcm.open(awsAcm.connection({ region: REGION, tags: {} }), {
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    clock: new SystemClock(),
    http: { connectTimeoutMs: 1_000, maxSockets: 1, allowEndpoints: false },
    commands: new ListedCommands({}),
    credentials: { get: () => KEYS },
  });
  try {
    const steps = store.recoveryCommands({
      config: { region: REGION, tags: {}, ...config },
      place: { address: `123456789012/${REGION}/web`, scope: `123456789012/${REGION}` },
      tags: { 'certctl-target-id': 'web' },
    });
    const { code, stderr } = await aws.shell(steps.map(({ command }) => command).join('\n'));
    assert.equal(code, 0, stderr);
  } finally {
    await store.close();
  }
}
