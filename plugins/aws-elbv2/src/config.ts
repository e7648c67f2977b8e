import { CertctlError } from '@certctl/plugin-api';
import {
  type AwsConnection,
  accountOfRole,
  checkConnection,
  connectionOf,
  endpointField,
  endpointFields,
  identityFields,
} from '@certctl/plugin-aws';
import { z } from 'zod';
import { type ListenerArn, listenerArnProblem, parseListenerArn } from './listener-arn.js';
import { parseProbe, probeEndpoint } from './probe-endpoint.js';

/** Configuration of a binding of type `AWSELBV2`. */
export const listenerConfig = z
  .strictObject({
    listener_arn: z
      .string()
      .describe(
        'ARN of the listener, HTTPS of an Application Load Balancer or TLS of a Network Load Balancer. Region and account are those in it.',
      ),
    slot: z
      .enum(['default', 'sni'])
      .default('default')
      .describe(
        '`default`: the certificate for clients that ask for no other. `sni`: one in the list, for clients that ask for its names.',
      ),
    probe: z
      .string()
      .refine((text) => parseProbe(text) !== undefined, 'must be host:port, such as www.example.com:443')
      .describe(
        'Where a TLS handshake shows what the listener serves: host:port, as clients reach it. Left out: only what the service says is looked at.',
      )
      .optional(),
    probe_server_name: z
      .string()
      .regex(/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?$/i, 'must be a host name')
      .describe('Name that the handshake asks for. Left out: the host of probe, where that is a name.')
      .optional(),
    ...identityFields('a listener'),
    ...endpointFields({
      elbv2: endpointField('Elastic Load Balancing'),
      sts: endpointField('the Security Token Service'),
      cloudtrail: endpointField('CloudTrail'),
    }),
  })
  .superRefine((config, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    const problem = listenerArnProblem(config.listener_arn);
    if (problem !== undefined) refuse('listener_arn', problem);
    const arn = parseListenerArn(config.listener_arn);
    if (arn) {
      checkConnection({ ...config, region: arn.region }, refuse);
      checkAccount(config.role_arn, arn, refuse);
    }
    if (config.probe_server_name !== undefined && config.probe === undefined) {
      refuse('probe_server_name', 'has no meaning without probe');
    }
    const asks = probeEndpoint(config);
    if (config.slot === 'sni' && asks && asks.serverName === undefined) {
      refuse('probe_server_name', 'is needed: without a name the listener shows its default certificate');
    }
  });

export type ListenerConfig = z.output<typeof listenerConfig>;

/** The part of a configuration that decides which clients are opened. */
export type ElbConnection = AwsConnection<'elbv2' | 'sts' | 'cloudtrail'>;

export function elbConnection(config: ListenerConfig): ElbConnection {
  return connectionOf({ ...config, region: listenerOf(config).region });
}

/** The listener of a configuration, whose schema has looked at the ARN. */
export function listenerOf({ listener_arn: text }: Pick<ListenerConfig, 'listener_arn'>): ListenerArn {
  const arn = parseListenerArn(text);
  if (arn) return arn;
  throw new CertctlError('target_invalid', `listener_arn: ${listenerArnProblem(text)}.`);
}

/** Nobody but the account that a listener belongs to can change it. */
function checkAccount(
  role: string | undefined,
  { account }: ListenerArn,
  refuse: (field: string, message: string) => void,
): void {
  const own = accountOfRole({ role_arn: role });
  if (own !== undefined && own !== account) {
    refuse('role_arn', `the role is of account ${own}, the listener of account ${account}`);
  }
}
