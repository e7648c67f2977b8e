import { awsAcm } from '@certctl/plugin-aws-acm';
import { awsElbv2 } from '@certctl/plugin-aws-elbv2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTargets } from './read-targets.js';

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
const read = (text: string) => readTargets('t.yaml', text, [awsAcm]);
const target = (...lines: string[]) => ['targets:', '  - id: web', '    type: AWSACM', ...lines].join('\n');

describe('readTargets', () => {
  it('reads a list in YAML, and the same in JSON', async () => {
    const yaml = await read(
      target('    config: { region: us-east-1, tags: { env: prod } }', '    allow_older: true'),
    );
    const json = await read(JSON.stringify({ targets: yaml.map((each) => each.target) }));
    expect(json.map((each) => each.target)).toEqual(yaml.map((each) => each.target));
    expect(yaml[0]?.target).toEqual({
      id: 'web',
      type: 'AWSACM',
      config: { region: 'us-east-1', tags: { env: 'prod' } },
      allow_older: true,
    });
  });

  it.each([
    ['', 't.yaml is empty'],
    ['targets: []', 't.yaml:1: targets: '],
    ['- a\n- b', 't.yaml:1: '],
    ['a: "b', 't.yaml:1: Missing closing'],
    ['a: 1\na: 2', 't.yaml:2: Map keys must be unique'],
    ['type: AWSACM\nconfig: {}', 'has no id'],
    [
      target('    config: { region: us-east-1 }', '    colour: red'),
      't.yaml:5: targets.0: Unrecognized key: "colour"',
    ],
    [
      target('    config:', '      region: us-east-1', '      colour: red'),
      't.yaml:6: config: Unrecognized key: "colour"',
    ],
    [
      target('    config:', '      region: us-east-1', '      tags:', '        count: 1'),
      't.yaml:7: config.tags.count: ',
    ],
    [
      target('    config:', '      region: us-east-1', '      certificate_arn: abc'),
      't.yaml:6: config.certificate_arn: ',
    ],
    [
      target('    config: { region: us-east-1 }', '    allow_older: maybe'),
      't.yaml:5: targets.0.allow_older: ',
    ],
    [
      target(
        '    config: { region: us-east-1 }',
        '  - id: web',
        '    type: AWSACM',
        '    config: { region: us-east-1 }',
      ),
      't.yaml:5: the id web belongs to the target at t.yaml:2',
    ],
    [
      target(
        `    config: { region: us-east-1, certificate_arn: "${ARN}" }`,
        '  - id: other',
        '    type: aws-acm',
        '    config:',
        '      region: us-east-1',
        `      certificate_arn: ${ARN}`,
      ),
      't.yaml:9: the targets web and other both pin',
    ],
    [
      target('    config:', '      region: us-east-1', '      tags: { Certctl-x: y }'),
      't.yaml:6: tag Certctl-x',
    ],
  ])('refuses %j with file and line', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('ends every text in targets or in a coded error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => `targets:\n  - ${text}`),
        ),
        async (text) => {
          const ended = await read(text).catch((error: unknown) => error);
          expect(Array.isArray(ended) || (ended instanceof Error && ended.name === 'CertctlError')).toBe(
            true,
          );
        },
      ),
    );
  });
});

describe('bindings', () => {
  const LISTENER =
    'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2';
  const both = (text: string) => readTargets('t.yaml', text, [awsAcm, awsElbv2]);
  const bound = (id: string, ...lines: string[]) => [
    `  - id: ${id}`,
    '    type: AWSACM',
    '    config: { region: us-east-1 }',
    '    bindings:',
    ...lines.map((line) => `      ${line}`),
  ];

  it('are read in their order, with what they take from a connection', async () => {
    const [located] = await both(
      [
        'connections:',
        '  lb: { type: aws-elbv2, config: { role_arn: "arn:aws:iam::123456789012:role/lb" } }',
        'targets:',
        ...bound(
          'web',
          `- { connection: lb, config: { listener_arn: "${LISTENER}" } }`,
          `- { type: aws-elbv2, config: { listener_arn: "${LISTENER}", slot: sni } }`,
        ),
      ].join('\n'),
    );
    expect(located?.target.bindings).toEqual([
      {
        type: 'aws-elbv2',
        config: { role_arn: 'arn:aws:iam::123456789012:role/lb', listener_arn: LISTENER },
      },
      { type: 'aws-elbv2', config: { listener_arn: LISTENER, slot: 'sni' } },
    ]);
  });

  it.each([
    [
      '- { type: aws-elbv2, config: { listener_arn: nonsense } }',
      't.yaml:6: bindings.0.config.listener_arn: ',
    ],
    [
      '- { type: aws-acm, config: { region: us-east-1 } }',
      't.yaml:6: no binding plugin serves the type "aws-acm"',
    ],
    ['- { config: {} }', 't.yaml:6: the binding has neither a type nor a connection'],
    ['- { connection: gone, config: {} }', 't.yaml:6: there is no connection "gone"; known: none'],
  ])('%s: is wrong, with its line', async (line, message) => {
    await expect(both(['targets:', ...bound('web', line)].join('\n'))).rejects.toThrow(message);
  });

  it('are one target’s alone where there is room for one certificate', async () => {
    const line = `- { type: aws-elbv2, config: { listener_arn: "${LISTENER}" } }`;
    const two = ['targets:', ...bound('web', line), ...bound('api', line)].join('\n');
    await expect(both(two)).rejects.toThrow(`t.yaml:11: the targets web and api both pin ${LISTENER}`);
    const sni = `- { type: aws-elbv2, config: { listener_arn: "${LISTENER}", slot: sni } }`;
    await expect(
      both(['targets:', ...bound('web', sni), ...bound('api', sni)].join('\n')),
    ).resolves.toHaveLength(2);
  });
});
