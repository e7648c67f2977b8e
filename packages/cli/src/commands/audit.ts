import type { Command } from 'commander';
import type { Context } from '../context.js';
import { type StoreFlags, withStoreOptions } from '../options/store-options.js';

export type AuditVerifyFlags = StoreFlags & { readonly head?: string };

const EXAMPLES = `
Examples:
  $ certctl audit verify
  $ certctl audit verify --json | jq -r .head > /mnt/elsewhere/head
  $ certctl audit verify --head "$(cat /mnt/elsewhere/head)"

Each row holds the hash of the one before. Who can write the store can also make the chain
anew, or cut its end: that shows against a head that was kept in another place.
Exit codes: 0 intact, 4 broken or the head is not in it, 1 error.
`;

export function declareAudit(program: Command, context: Context): void {
  const audit = program.command('audit').description('the audit log').helpCommand(false);
  const verify = audit
    .command('verify')
    .description('follow the audit chain from its beginning to its head')
    .option('--head <hash>', 'head of an earlier day, which must be in the chain');
  withStoreOptions(verify)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: AuditVerifyFlags) => {
      const { verifyAudit } = await import('../actions/verify-audit.js');
      await verifyAudit(flags, context);
    });
}
