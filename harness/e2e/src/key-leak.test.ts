import { inspect } from 'node:util';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { type Outcome, TOKENS } from '@certctl/engine';
import type { Logger } from '@certctl/plugin-api';
import { afterEach, describe, expect, it } from 'vitest';
import { AcmScenario, expectStatus, leafIssued } from './acm-scenario.js';
import { type Echo, type HostileAcm, startHostileAcm } from './hostile-acm.js';

let scenario: AcmScenario;
let hostile: HostileAcm;
let heard: string[];
afterEach(async () => {
  await scenario.close();
  await hostile.close();
});

function hearing(): Logger {
  const hear = (message: string, fields?: Readonly<Record<string, unknown>>) => {
    heard.push(message, show(fields));
  };
  return { debug: hear, info: hear, warn: hear, error: hear };
}

async function start(): Promise<void> {
  heard = [];
  scenario = await AcmScenario.create({ services: [[TOKENS.logger, hearing()]] });
  hostile = await startHostileAcm(scenario.emulator.url);
}

function target() {
  const { url } = scenario.emulator;
  return scenario.target({ endpoints: { acm: hostile.url, sts: url, tagging: url } });
}

/** Everything that a person, a log or a database could come to hold of a value. */
function show(value: unknown): string {
  return [inspect(value, { depth: 20, showHidden: true, maxStringLength: null }), JSON.stringify(value)].join(
    '\n',
  );
}

function stacksOf(error: unknown): string {
  const stacks: string[] = [];
  for (let each = error; each instanceof Error; each = each.cause)
    stacks.push(each.stack ?? '', each.message);
  return stacks.join('\n');
}

async function everythingSaid(outcomes: readonly Outcome[]): Promise<string> {
  return [
    ...heard,
    ...outcomes.map(show),
    ...outcomes.map((outcome) => ('error' in outcome ? stacksOf(outcome.error) : '')),
    ...outcomes.map((outcome) => ('rollbackError' in outcome ? stacksOf(outcome.rollbackError) : '')),
    show(scenario.audit.rows()),
    show(scenario.journal),
    show(scenario.keeper),
    show(scenario.engine),
    await scenario.engine.metrics.metrics(),
  ].join('\n');
}

/**
 * The pieces of a key that must be nowhere: windows of its secret part as hexadecimal and as base64 in
 * each of the three alignments, and as the API carries it, which is base64 of the PEM.
 */
function canaries({ privateKeyPem }: IssuedLeaf): string[] {
  const der = Buffer.from(privateKeyPem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  // The scalar of a P-256 key in PKCS#8 stands at 36 to 68; what follows it is the public key.
  const secret = der.subarray(36, 68);
  const bytes = [0, 6, 12, 16].map((at) => secret.subarray(at, at + 16));
  const spelled = bytes.flatMap((window) => [
    window.toString('hex'),
    window.toString('hex').toUpperCase(),
    [...window].join(', '),
  ]);
  const aligned = [0, 1, 2].map((shift) => secret.subarray(shift, shift + 18).toString('base64'));
  const lines = privateKeyPem.split('\n').slice(1, 3);
  const carried = [0, 1, 2].map((shift) =>
    Buffer.from(privateKeyPem)
      .subarray(60 + shift, 90 + shift)
      .toString('base64'),
  );
  return [...spelled, ...aligned, ...lines, ...carried];
}

function expectSilence(said: string, leaves: readonly IssuedLeaf[]): void {
  for (const canary of leaves.flatMap(canaries)) expect(said.includes(canary)).toBe(false);
}

function keyOf(body: string): string {
  const { PrivateKey } = JSON.parse(body);
  return Buffer.from(PrivateKey, 'base64').toString('utf8');
}

function refusal(message: string) {
  return { status: 400, body: JSON.stringify({ __type: 'ValidationException', message }) };
}

const ECHOES: Readonly<Record<string, Echo>> = {
  'the body as it came': (body) => refusal(body),
  'the key in PEM': (body) => refusal(`cannot read ${keyOf(body)}`),
  'the key in PEM without its end': (body) => refusal(`cannot read ${keyOf(body).slice(0, -40)}`),
  'the lines of the key without their armour': (body) =>
    refusal(`cannot read ${keyOf(body).split('\n').slice(1, 3).join(' ')}`),
  'the key in hexadecimal': (body) =>
    refusal(`key ${Buffer.from(keyOf(body).replace(/-----[^-]+-----|\s/g, ''), 'base64').toString('hex')}`),
  'the body as the name of the error': (body) => ({
    status: 400,
    body: JSON.stringify({ __type: keyOf(body), message: 'no' }),
  }),
  'the body in a server error': (body) => ({ status: 500, body }),
  'the body in a page': (body) => ({ status: 200, body: `<html>${body}</html>` }),
};

describe('no byte of a private key is said to anybody', () => {
  it.each(Object.keys(ECHOES))('when the service echoes %s', async (name) => {
    await start();
    const [old, renewed] = [await leafIssued(10), await leafIssued(5)];
    const first = await scenario.deploy(old, { target: target() });
    expectStatus(first, 'deployed');
    hostile.echo = ECHOES[name];
    const second = await scenario.deploy(renewed, { target: target() });
    expect(hostile.echoed).toBeGreaterThan(0);
    expectSilence(await everythingSaid([first, second]), [old, renewed]);
  });

  it('through a success, a refusal, a rollback, and a rollback that failed with an echo', async () => {
    await start();
    const leaves = [await leafIssued(10), await leafIssued(8), await leafIssued(6), await leafIssued(4)];
    const [first, second, third, fourth] = leaves;
    if (!first || !second || !third || !fourth) throw new Error('four leaves were made');
    const to = { target: target() };
    const outcomes = [await scenario.deploy(first, to)];
    outcomes.push(await scenario.deploy(second, { ...to, certificate: first.certificatePem }));
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    outcomes.push(await scenario.deploy(third, { ...to, previousKey: first.privateKeyPem }));
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    let imports = 0;
    hostile.echo = (body) => (++imports > 1 ? refusal(body) : undefined);
    outcomes.push(await scenario.deploy(fourth, to));
    expect(outcomes.map(({ status }) => status)).toEqual(['deployed', 'refused', 'restored', 'also_failed']);
    expectSilence(await everythingSaid(outcomes), leaves);
  });

  it('and the search for it would find one', async () => {
    await start();
    const leaf = await leafIssued(10);
    for (const said of [leaf.privateKeyPem, Buffer.from(leaf.privateKeyPem).toString('base64')]) {
      expect(() => expectSilence(said, [leaf])).toThrow();
    }
  });
});
