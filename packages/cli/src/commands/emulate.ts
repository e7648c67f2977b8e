import { type Command, Option } from 'commander';
import type { Context } from '../context.js';

export interface EmulateFlags {
  readonly port: string;
  readonly region: string;
  readonly tagsOnReimport: 'keep' | 'lose';
  readonly rates: 'off' | 'published';
  readonly sigv4: 'off' | 'check';
}

const EXAMPLES = `
Examples:
  $ certctl emulate acm --port 4566
  $ export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
  $ aws acm list-certificates --endpoint-url http://127.0.0.1:4566
  $ certctl emulate elbv2 --port 4567
  $ certctl emulate kms --port 4568
  $ certctl emulate vault --port 8443

It holds test certificates in memory, on 127.0.0.1 only, until it is interrupted.
The one of elbv2 brings an ACM with it, and the one of vault what gives its tokens.
`;

export function declareEmulate(program: Command, context: Context): void {
  program
    .command('emulate')
    .description('run a strict emulator of a cloud service; one line for each request')
    .addOption(new Option('--port <number>', 'port on 127.0.0.1; 0 takes a free one').default('4566'))
    .option('--region <region>', 'acm, elbv2, kms: region of requests that are not signed', 'us-east-1')
    .addOption(
      new Option('--tags-on-reimport <what>', 'acm, elbv2: what a re-import does to tags')
        .choices(['keep', 'lose'])
        .default('keep'),
    )
    .addOption(
      new Option('--rates <which>', 'acm, elbv2, vault: throttle at the published rates')
        .choices(['off', 'published'])
        .default('off'),
    )
    .addOption(
      new Option('--sigv4 <how>', 'acm, elbv2, kms: check signatures')
        .choices(['off', 'check'])
        .default('off'),
    )
    .argument('<service>', 'acm, elbv2, kms, or vault')
    .option('--json', 'print JSON lines')
    .addHelpText('after', EXAMPLES)
    .action(async (service: string, flags: EmulateFlags) => {
      const { emulate } = await import('../actions/emulate.js');
      await emulate(service, flags, context);
    });
}
