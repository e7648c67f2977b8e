import type { Command } from 'commander';

/** A target, as the command line says it: one of a file, or put together from flags. */
export interface TargetFlags {
  readonly targets?: string;
  readonly type?: string;
  readonly id?: string;
  readonly name?: string;
  readonly region?: string;
  readonly certificateArn?: string;
  readonly tag?: readonly string[];
  readonly set?: readonly string[];
  readonly certificateId?: string;
  readonly allowSanRemoval?: true;
  readonly allowOlder?: true;
  readonly allowSelfSigned?: true;
  readonly requireRollback?: true;
}

function collected(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

export function withTargetOptions(command: Command): Command {
  return command
    .argument('[target]', 'id or name of a target of the file; may be left out when it has one')
    .optionsGroup('Target, from a file:')
    .option('-f, --targets <file>', 'targets in YAML or JSON; - for standard input')
    .optionsGroup('Target, from flags:')
    .option('--type <type>', 'type of the target, such as aws-acm; see certctl plugins')
    .option('--id <id>', 'id of the target; made of --name when left out')
    .option('--name <name>', 'name of the target')
    .option('--region <region>', 'sets config.region')
    .option('--certificate-arn <arn>', 'sets config.certificate_arn')
    .option('--tag <key=value>', 'adds a tag; may be repeated', collected)
    .option('--set <field=value>', 'sets another field of config (role_arn=…, endpoints.acm=…)', collected)
    .option('--certificate-id <id>', 'the certificate across its renewals; the id when left out')
    .option('--allow-san-removal', 'allow a renewal that loses a name')
    .option('--allow-older', 'allow an earlier notBefore or notAfter')
    .option('--allow-self-signed', 'allow a self-signed leaf')
    .option('--require-rollback', 'refuse a deploy that could not be taken back');
}
