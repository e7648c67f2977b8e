import { expect, it } from 'vitest';
import { type ListenerConfig, listenerConfig } from './config.js';
import { recoveryCommands } from './recovery-commands.js';

const ARN =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop/0123456789abcdef/fedcba9876543210';
const reference = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';

function commandsFor(fields: Partial<ListenerConfig>): readonly string[] {
  const config = listenerConfig.parse({ listener_arn: ARN, ...fields });
  return recoveryCommands({ config, reference }).map(({ command }) => command);
}

it('make the certificate the default, or add it to the list, in the region of the listener', () => {
  expect(commandsFor({})).toEqual([
    `aws elbv2 modify-listener --listener-arn ${ARN} --certificates CertificateArn=${reference} --region eu-west-1`,
    `aws elbv2 describe-listeners --listener-arns ${ARN} --query 'Listeners[].Certificates[].CertificateArn' --region eu-west-1`,
  ]);
  expect(commandsFor({ slot: 'sni' })).toEqual([
    `aws elbv2 add-listener-certificates --listener-arn ${ARN} --certificates CertificateArn=${reference} --region eu-west-1`,
    `aws elbv2 describe-listener-certificates --listener-arn ${ARN} --query 'Certificates[].[CertificateArn,IsDefault]' --region eu-west-1`,
  ]);
});

it('go by the profile, the endpoint and the role of the binding', () => {
  const endpoints = { elbv2: 'http://127.0.0.1:4566', sts: 'http://127.0.0.1:4567' };
  for (const command of commandsFor({ profile: 'prod one', endpoints })) {
    expect(command).toMatch(
      / --region eu-west-1 --profile 'prod one' --endpoint-url http:\/\/127.0.0.1:4566$/,
    );
  }
  const role_arn = 'arn:aws:iam::123456789012:role/certctl';
  const [assume, bind] = commandsFor({ profile: 'base', role_arn, external_id: 'from-us', endpoints });
  expect(assume).toContain(
    `aws sts assume-role --role-arn ${role_arn} --role-session-name certctl-recovery --external-id from-us`,
  );
  expect(assume).toContain('--profile base --endpoint-url http://127.0.0.1:4567');
  // The credentials are in the environment then, and a profile would override them.
  expect(bind).not.toContain('--profile');
});
