import { createEngine, type Engine, ListedCommands, SystemClock, TOKENS, ungoverned } from '@certctl/engine';
import { fileKeyEncryptionKey, openPersistence } from '@certctl/persistence';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { awsElbv2 } from '@certctl/plugin-aws-elbv2';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { filesystem } from '@certctl/plugin-filesystem';
import type { DeployOrder, Ended, Halt, Installation, Order, Passage, Report } from './orders.js';
import { recordDisk } from './power.js';
import { watchedPlugin, watchedRecords } from './watched.js';

const YEAR_MS = 365 * 86_400_000;

/**
 * A process that deploys what it is told to, with its records on disk. It stands for an agent: it may be
 * killed, stopped and continued at any passage, and it knows nothing of those who look at what it leaves.
 */
class MovedClock extends SystemClock {
  aheadMs = 0;

  override now(): number {
    return super.now() + this.aheadMs;
  }
}

const clock = new MovedClock();
let engine: Engine | undefined;
let nextId = '';
let halts: readonly Halt[] = [];
let passed: Passage[] = [];
let goOn: () => void = () => {};

process.on('message', (order: Order) => {
  carryOut(order).catch((error: unknown) => report({ report: 'broken', message: String(error) }));
});
// Whoever gave the orders is gone.
process.on('disconnect', () => process.exit(1));
void report({ report: 'loaded' });

async function carryOut(order: Order): Promise<void> {
  switch (order.order) {
    case 'clock':
      clock.aheadMs = order.aheadMs;
      return;
    case 'open':
      clock.aheadMs = order.aheadMs;
      engine = await open(order.installation);
      return report({ report: 'opened' });
    case 'look':
      // What is there, and whether it can be seen, is for the deploys to find out.
      await engine?.show(order.target).catch(() => {});
      return report({ report: 'looked' });
    case 'deploy':
      return report({ report: 'ended', ended: await deploy(order.deploy) });
    case 'go':
      return goOn();
  }
}

async function open(installation: Installation): Promise<Engine> {
  const { records, disk, keyFile, instance, timing, accessKey, vaultToken, reload } = installation;
  const dataFolder = 'folder' in records ? records.folder : '';
  const keyEncryptionKey = await fileKeyEncryptionKey(keyFile, { dataFolder: dataFolder || '/nowhere' });
  if (disk !== undefined) await recordDisk(dataFolder, disk);
  const persistence = await openPersistence({ ...records, keyEncryptionKey, clock });
  const credentials = {
    get: (vendor: string) =>
      vendor === 'azure'
        ? { getToken: async () => ({ token: vaultToken, expiresOnTimestamp: Date.now() + YEAR_MS }) }
        : accessKey,
  };
  return createEngine({
    plugins: [awsAcm, awsElbv2, azureKeyVault, filesystem].map((plugin) => watchedPlugin(plugin, watch)),
    instance,
    timing,
    services: [
      ...watchedRecords(persistence, watch),
      [TOKENS.clock, clock],
      [TOKENS.newId, () => nextId],
      // The emulators publish no rates.
      [TOKENS.governor, ungoverned],
      [TOKENS.http, { connectTimeoutMs: 10_000, maxSockets: 16, allowEndpoints: true }],
      [TOKENS.credentials, credentials],
      [TOKENS.commands, new ListedCommands({ reload })],
    ],
  });
}

async function deploy(order: DeployOrder): Promise<Ended> {
  if (!engine) throw new Error('nothing is open');
  const { id, target, certificate, chain, privateKey } = order;
  nextId = id;
  passed = [];
  halts = order.halts ?? [];
  const outcome = await engine.deploy({ target, certificate, chain, privateKey });
  const error = 'error' in outcome ? { error: `${outcome.error.code}: ${outcome.error.message}` } : {};
  return { id, status: outcome.status, ...error, passed };
}

async function watch(passage: Passage): Promise<void> {
  passed.push(passage);
  const count = passed.filter(({ point, side }) => point === passage.point && side === passage.side).length;
  const halt = halts.find(
    ({ point, side, nth }) => point === passage.point && side === passage.side && nth === count,
  );
  switch (halt?.how) {
    case 'die':
      process.kill(process.pid, 'SIGKILL');
      return await new Promise(() => {});
    case 'stop':
      await report({ report: 'halted', passage });
      process.kill(process.pid, 'SIGSTOP');
      return;
    case 'wait': {
      const told = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      await report({ report: 'halted', passage });
      return await told;
    }
  }
}

/** Resolves when it is written. */
function report(what: Report): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(what, () => resolve());
  });
}
