import { randomUUID } from 'node:crypto';
import { EVERY_TARGET } from '@certctl/engine';
import type { RotateFlags } from '../commands/key-change.js';
import type { Context } from '../context.js';
import { entries, page } from '../render/layout.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { actorOf } from '../session/actor-of.js';
import { withRecords } from '../session/durable-session.js';
import { type KeyChoice, openKey } from '../session/key-choice.js';
import { usageError } from '../usage-error.js';

export async function rotateKeys(flags: RotateFlags, context: Context): Promise<void> {
  const { io } = context;
  const [choice, variable] = chosen(flags);
  await withRecords(flags, context, async ({ store, place, http }) => {
    const next = await openKey(choice, { dataFolder: place.folder, create: true, http });
    const count = await store.keeper.rewrap(next, () =>
      store.audit.append({
        at: Date.now(),
        event: 'key-rotation',
        deploymentId: randomUUID(),
        actor: actorOf(),
        targetId: EVERY_TARGET,
        targetType: 'unknown',
        outcome: 'done',
      }),
    );
    if (context.json) {
      writeJson(io.stdout, { keyEncryptionKey: next.id, kept: count });
      return;
    }
    const screen = screenOf(io.stdout, io.env);
    const { green, bold } = screen.palette;
    io.stdout.write(
      page([
        green(bold('KEYS SEALED ANEW')),
        entries(
          [
            ['kept keys', String(count)],
            ['sealed with', next.id],
          ],
          screen,
        ),
        `Set ${variable}=${choice.at} from now on: with the key of before, everything that needs a kept key is refused.`,
      ]),
    );
  });
}

type ServiceOrFile = Exclude<KeyChoice, { readonly kind: 'environment' }>;

function chosen({ toKeyFile, toKms, toVaultKey }: RotateFlags): readonly [ServiceOrFile, string] {
  const given: (readonly [ServiceOrFile, string])[] = [
    ...(toKeyFile === undefined ? [] : [[{ kind: 'file', at: toKeyFile }, 'CERTCTL_KEY_FILE'] as const]),
    ...(toKms === undefined ? [] : [[{ kind: 'kms', at: toKms }, 'CERTCTL_KMS_KEY'] as const]),
    ...(toVaultKey === undefined ? [] : [[{ kind: 'vault', at: toVaultKey }, 'CERTCTL_VAULT_KEY'] as const]),
  ];
  const [one, ...others] = given;
  if (one && others.length === 0) return one;
  throw usageError(
    one ? 'only one key can be the next one' : 'which key is the next one?',
    'Give one of --to-key-file, --to-kms and --to-vault-key.',
  );
}
