import type { Consumer, RecoveryStep } from '@certctl/plugin-api';
import { assumeRoleSteps, awsCommand } from '@certctl/plugin-aws';
import { elbConnection, type ListenerConfig } from './config.js';

/**
 * What a person types to have a listener use a certificate, with version 2 of the AWS command line.
 * https://docs.aws.amazon.com/cli/latest/reference/elbv2/
 */
export function recoveryCommands({
  config,
  reference,
}: Pick<Consumer<ListenerConfig>, 'config'> & { readonly reference: string }): readonly RecoveryStep[] {
  const connection = elbConnection(config);
  const elbv2 = awsCommand('elbv2', connection, connection.endpoints?.elbv2);
  const { listener_arn: arn } = config;
  const certificate = ['--listener-arn', arn, '--certificates', `CertificateArn=${reference}`];
  const steps =
    config.slot === 'default'
      ? [
          {
            why: 'Make it the default certificate of the listener.',
            command: elbv2('modify-listener', ...certificate),
          },
          {
            why: 'See that it is.',
            command: elbv2('describe-listeners', '--listener-arns', arn, '--query', DEFAULT),
          },
        ]
      : [
          {
            why: 'Add it to the certificates of the listener.',
            command: elbv2('add-listener-certificates', ...certificate),
          },
          {
            why: 'See that it is among them, and what else is.',
            command: elbv2('describe-listener-certificates', '--listener-arn', arn, '--query', LIST),
          },
        ];
  return [...assumeRoleSteps(connection), ...steps];
}

const DEFAULT = 'Listeners[].Certificates[].CertificateArn';
const LIST = 'Certificates[].[CertificateArn,IsDefault]';
