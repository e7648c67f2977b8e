import { randomUUID } from 'node:crypto';
import { EVERY_TARGET } from '@certctl/engine';
import type { AbandonFlags } from '../commands/key-change.js';
import type { Context } from '../context.js';
import { EXIT_CODES } from '../exit-codes.js';
import { page } from '../render/layout.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { actorOf } from '../session/actor-of.js';
import { withRecords } from '../session/durable-session.js';

export async function abandonKeys(flags: AbandonFlags, context: Context): Promise<void> {
  const { io } = context;
  await withRecords(flags, context, async ({ store }) => {
    const abandoned = flags.yes === true;
    const count = abandoned
      ? (await store.keeper.abandon(() => store.audit.append(row()))).length
      : await store.keeper.count();
    context.exitCode = (abandoned || count === 0 ? EXIT_CODES.done : EXIT_CODES.changes).code;
    if (context.json) {
      writeJson(io.stdout, { abandoned, kept: count });
      return;
    }
    const { palette } = screenOf(io.stdout, io.env);
    const title = abandoned
      ? palette.yellow(palette.bold(`${count} KEPT KEYS ABANDONED`))
      : palette.bold(`${count} kept keys would be destroyed`);
    const next = abandoned
      ? 'The key-encryption key that is given next seals what is deployed from now on.'
      : 'Certificates in service are not touched. To do it: certctl keys abandon --yes';
    io.stdout.write(page([title, next]));
  });
}

function row() {
  return {
    at: Date.now(),
    event: 'key-abandonment',
    deploymentId: randomUUID(),
    actor: actorOf(),
    targetId: EVERY_TARGET,
    targetType: 'unknown',
    outcome: 'done',
  } as const;
}
