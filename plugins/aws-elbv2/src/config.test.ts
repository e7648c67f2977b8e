import { describe, expect, it } from 'vitest';
import { elbConnection, listenerConfig, listenerOf } from './config.js';

const ARN =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop/0123456789abcdef/fedcba9876543210';

function problems(config: object): string[] {
  const result = listenerConfig.safeParse({ listener_arn: ARN, ...config });
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the configuration of a listener', () => {
  it('needs an ARN, and takes the default certificate when nothing else is said', () => {
    expect(listenerConfig.parse({ listener_arn: ARN })).toEqual({ listener_arn: ARN, slot: 'default' });
    expect(listenerConfig.safeParse({}).success).toBe(false);
    expect(problems({ slot: 'other' })).toHaveLength(1);
    expect(problems({ region: 'eu-west-1' })).toHaveLength(1);
  });

  it.each([
    ['', 'is not the ARN of a listener'],
    ['shop', 'is not the ARN of a listener'],
    [ARN.replace('/fedcba9876543210', ''), 'is not the ARN of a listener'],
    [ARN.replace(':listener/', ':loadbalancer/'), 'is not the ARN of a listener'],
    [ARN.replace('/app/', '/gwy/'), 'is not the ARN of a listener'],
    [`${ARN}/0123456789abcdef`, 'is not the ARN of a listener'],
    [ARN.replace('eu-west-1', 'cn-north-1'), 'region cn-north-1 belongs to partition aws-cn'],
  ])('refuses the ARN %j, and names the field', (listener_arn, reason) => {
    const [problem, ...more] = problems({ listener_arn });
    expect(problem).toMatch(/^listener_arn: /);
    expect(problem).toContain(reason);
    expect(more).toEqual([]);
  });

  it.each([
    ['aws', 'eu-west-1', 'app', 'application'],
    ['aws-cn', 'cn-northwest-1', 'net', 'network'],
    ['aws-us-gov', 'us-gov-west-1', 'app', 'application'],
  ])('knows a listener of partition %s', (partition, region, kind, type) => {
    const prefix = `arn:${partition}:elasticloadbalancing:${region}:123456789012:`;
    const listener_arn = `${prefix}listener/${kind}/Shop-1/0123456789abcdef/fedcba9876543210`;
    expect(listenerOf(listenerConfig.parse({ listener_arn }))).toEqual({
      ...{ partition, region, type, account: '123456789012', name: 'Shop-1', id: 'fedcba9876543210' },
      loadBalancer: `${prefix}loadbalancer/${kind}/Shop-1/0123456789abcdef`,
    });
  });

  it('refuses a role that can do nothing for the listener', () => {
    const of = (account: string, partition = 'aws') => `arn:${partition}:iam::${account}:role/certctl`;
    expect(problems({ role_arn: of('123456789012') })).toEqual([]);
    expect(problems({ role_arn: of('222222222222') })).toEqual([
      'role_arn: the role is of account 222222222222, the listener of account 123456789012',
    ]);
    expect(problems({ role_arn: of('123456789012', 'aws-cn') })).toEqual([
      'role_arn: the role is of partition aws-cn, but region eu-west-1 belongs to partition aws',
    ]);
    expect(problems({ external_id: 'from-us' })).toEqual(['external_id: has no meaning without role_arn']);
  });

  it.each([
    'www.example.com',
    'www.example.com:0',
    'www.example.com:65536',
    ':443',
    'a b:443',
    '[1.2.3.4]:443',
  ])('refuses to probe %j', (probe) => {
    expect(problems({ probe })[0]).toBe('probe: must be host:port, such as www.example.com:443');
  });

  it('wants a name to ask for where only a name shows the certificate', () => {
    const named = { probe: '192.0.2.1:443', probe_server_name: 'www.example.com' };
    expect(problems({ slot: 'sni', ...named })).toEqual([]);
    expect(problems({ slot: 'sni', probe: 'www.example.com:443' })).toEqual([]);
    expect(problems({ slot: 'default', probe: '192.0.2.1:443' })).toEqual([]);
    expect(problems({ slot: 'sni', probe: '192.0.2.1:443' })).toEqual([
      'probe_server_name: is needed: without a name the listener shows its default certificate',
    ]);
    expect(problems({ probe_server_name: 'www.example.com' })).toEqual([
      'probe_server_name: has no meaning without probe',
    ]);
  });

  it('makes one connection for all listeners of a region', () => {
    const connection = (fields: object) =>
      elbConnection(listenerConfig.parse({ listener_arn: ARN, ...fields }));
    expect(connection({ slot: 'sni', probe: 'a.example:443' })).toEqual({ region: 'eu-west-1' });
    expect(connection({ profile: 'prod', endpoints: { elbv2: 'http://127.0.0.1:1' } })).toEqual({
      region: 'eu-west-1',
      profile: 'prod',
      endpoints: { elbv2: 'http://127.0.0.1:1' },
    });
    expect(problems({ endpoints: { elbv2: 'http://10.0.0.1' } })[0]).toMatch(/^endpoints\.elbv2: plain http/);
  });
});
