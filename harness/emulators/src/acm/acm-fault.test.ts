import {
  AddTagsToCertificateCommand,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
} from '@aws-sdk/client-acm';
import { describe, expect, it } from 'vitest';
import { acmSession, importCommand, imported, leaf, refusal } from '../../test-support/acm-session.js';
import { KEY_ALGORITHMS } from '../x509/key-algorithm.js';
import { readAcmFault } from './acm-fault.js';

async function world() {
  const session = await acmSession();
  const held = await leaf({ extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'] });
  const next = await leaf({ extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'] });
  const tags = [{ Key: 'a', Value: 'b' }];
  const arn = await imported(session.acm, { made: held, tags });
  const describeIt = () => session.acm.send(new DescribeCertificateCommand({ CertificateArn: arn }));
  return { ...session, held, next, arn, describeIt };
}

describe('faults of the wire', () => {
  it('answer with a given error', async () => {
    const { emulator, describeIt } = await world();
    const fault = emulator.faults.add({
      operation: 'DescribeCertificate',
      kind: 'error',
      name: 'RequestInProgressException',
      message: 'later',
    });
    expect(await refusal(describeIt())).toEqual({
      name: 'RequestInProgressException',
      status: 400,
      message: 'later',
    });
    expect(fault.used).toBe(1);
    await describeIt();
  });

  it('throttle by name', async () => {
    const { emulator, describeIt } = await world();
    emulator.faults.add({ operation: '*', kind: 'throttle' });
    expect(await refusal(describeIt())).toEqual({
      name: 'ThrottlingException',
      status: 400,
      message: 'Rate exceeded',
    });
  });

  it.each([401, 403, 404, 409, 412, 429, 500, 503])('answer with HTTP %d', async (status) => {
    const { emulator, describeIt } = await world();
    emulator.faults.add({ operation: 'DescribeCertificate', kind: 'status', status, retryAfter: 7 });
    expect((await refusal(describeIt())).status).toBe(status);
    expect(emulator.requests.all().at(-1)).toMatchObject({ status, faults: ['status'] });
  });

  it('send Retry-After only when asked to', async () => {
    const { emulator } = await world();
    const post = () => fetch(emulator.url, { method: 'POST', body: '{}' });
    emulator.faults.add({ operation: '*', kind: 'status', status: 429, retryAfter: 7 });
    expect((await post()).headers.get('retry-after')).toBe('7');
    emulator.faults.add({ operation: '*', kind: 'status', status: 429 });
    expect((await post()).headers.get('retry-after')).toBeNull();
  });

  it('throttle with Retry-After when asked to', async () => {
    const { emulator } = await world();
    emulator.faults.add({ operation: '*', kind: 'throttle', retryAfter: 3 });
    const answer = await fetch(emulator.url, { method: 'POST', body: '{}' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([400, '3']);
  });

  it.each([
    ['before-effect', 1],
    ['after-effect', 2],
  ] as const)('reset the connection %s', async (when, imports) => {
    const { acm, emulator, next, arn } = await world();
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'reset', when });
    const answer = await refusal(acm.send(importCommand({ made: next, arn })));
    expect(answer.message).toMatch(/ECONNRESET|socket hang up/);
    expect(emulator.state.certificate(arn)?.imports).toHaveLength(imports);
    expect(emulator.requests.all().at(-1)).toMatchObject({ status: undefined });
  });

  it.each([
    ['before-effect', 1],
    ['after-effect', 2],
  ] as const)('leave the caller waiting %s', async (when, imports) => {
    const { acm, emulator, next, arn } = await world();
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'hang', when });
    const sent = acm.send(importCommand({ made: next, arn }), { abortSignal: AbortSignal.timeout(300) });
    expect((await refusal(sent)).name).toMatch(/Abort|Timeout/);
    expect(emulator.state.certificate(arn)?.imports).toHaveLength(imports);
  });

  it('are slow', async () => {
    const { emulator, describeIt } = await world();
    emulator.faults.add({ operation: 'DescribeCertificate', kind: 'slow', ms: 120 });
    const begin = performance.now();
    await describeIt();
    expect(performance.now() - begin).toBeGreaterThan(110);
  });

  it('answer an error after the effect', async () => {
    const { acm, emulator, next, arn } = await world();
    emulator.faults.add({
      operation: 'ImportCertificate',
      kind: 'status',
      status: 500,
      when: 'after-effect',
    });
    expect((await refusal(acm.send(importCommand({ made: next, arn })))).status).toBe(500);
    expect(emulator.state.certificate(arn)?.imports).toHaveLength(2);
  });

  it('cut the body short', async () => {
    const { emulator, describeIt } = await world();
    emulator.faults.add({ operation: 'DescribeCertificate', kind: 'truncated' });
    expect((await refusal(describeIt())).message).toMatch(/aborted|ECONNRESET|socket/);
  });

  it('answer with the page of a proxy', async () => {
    const { emulator, describeIt } = await world();
    emulator.faults.add({ operation: 'DescribeCertificate', kind: 'html', status: 503 });
    expect((await refusal(describeIt())).status).toBe(503);
  });
});

describe('faults of ACM itself', () => {
  it('answer one read from the previous certificate', async () => {
    const { acm, emulator, held, next, arn } = await world();
    await imported(acm, { made: next, arn });
    emulator.faults.add({ operation: 'GetCertificate', kind: 'stale-read' });
    const get = async () => (await acm.send(new GetCertificateCommand({ CertificateArn: arn }))).Certificate;
    expect([await get(), await get()]).toEqual([held.certificatePem, next.certificatePem]);
  });

  it('answer one read from the tags of before, and a list without the youngest', async () => {
    const { acm, emulator, arn } = await world();
    await acm.send(new AddTagsToCertificateCommand({ CertificateArn: arn, Tags: [{ Key: 'x' }] }));
    emulator.faults.add({ operation: 'ListTagsForCertificate', kind: 'stale-read' });
    emulator.faults.add({ operation: 'ListCertificates', kind: 'stale-read' });
    const keys = async () =>
      (await acm.send(new ListTagsForCertificateCommand({ CertificateArn: arn }))).Tags?.map(
        ({ Key }) => Key,
      );
    const every = { Includes: { keyTypes: [...KEY_ALGORITHMS] } };
    const listed = async () =>
      (await acm.send(new ListCertificatesCommand(every))).CertificateSummaryList?.length;
    expect([await keys(), await keys()]).toEqual([['a'], ['a', 'x']]);
    const [stale, fresh] = [await listed(), await listed()];
    expect([stale, fresh]).toEqual([0, 1]);
  });

  it('have a second writer come in after a call that names no certificate', async () => {
    const { acm, emulator, arn } = await world();
    emulator.faults.add({ operation: 'ListCertificates', kind: 'second-writer' });
    await acm.send(new ListCertificatesCommand({}));
    expect(emulator.state.certificate(arn)?.imports.at(-1)?.principal).toMatch(/second-writer$/);
  });

  it('describe a wrong serial', async () => {
    const { emulator, describeIt } = await world();
    emulator.faults.add({ operation: 'DescribeCertificate', kind: 'wrong-serial', serial: '12:34' });
    expect((await describeIt()).Certificate?.Serial).toBe('12:34');
  });

  it('store another certificate than the one that was imported', async () => {
    const { acm, emulator, next, arn } = await world();
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    await imported(acm, { made: next, arn });
    const { Certificate } = await acm.send(new GetCertificateCommand({ CertificateArn: arn }));
    expect(Certificate).not.toBe(next.certificatePem);
  });

  it.each(KEY_ALGORITHMS.filter((algorithm) => algorithm !== 'RSA_4096'))(
    'let the right certificate with %s be imported over the wrong one',
    async (algorithm) => {
      const { acm, emulator } = await acmSession();
      const made = await leaf({ algorithm, keyUsages: ['DIGITAL_SIGNATURE'] });
      emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
      const arn = await imported(acm, { made });
      await imported(acm, { made, arn });
    },
  );

  it('have a second writer come in after an import, and before it', async () => {
    const { acm, emulator, next, arn } = await world();
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'second-writer' });
    await imported(acm, { made: next, arn });
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'second-writer', when: 'before-effect' });
    await imported(acm, { made: next, arn });
    const principals = emulator.state
      .certificate(arn)
      ?.imports.map(({ principal }) => principal.split('/').at(-1));
    const us = 'AKIAEMULATOREXAMPLE1';
    expect(principals).toEqual([us, us, 'second-writer', 'second-writer', us]);
  });

  it('lose the tags of a re-import, and those that are added', async () => {
    const { acm, emulator, next, arn } = await world();
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'drop-tags' });
    await imported(acm, { made: next, arn });
    expect(emulator.state.certificate(arn)?.tags).toEqual({});
    emulator.faults.add({ operation: 'AddTagsToCertificate', kind: 'drop-tags' });
    const command = new AddTagsToCertificateCommand({ CertificateArn: arn, Tags: [{ Key: 'x' }] });
    await acm.send(command);
    expect(emulator.state.certificate(arn)?.tags).toEqual({});
    await acm.send(command);
    expect(emulator.state.certificate(arn)?.tags).toEqual({ x: '' });
  });
});

describe('a fault as JSON', () => {
  it.each([
    [null, /JSON object/],
    [{ kind: 'reset' }, /operation/],
    [{ operation: '*', kind: 'explode' }, /kind of a fault is one of error, throttle/],
  ])('%j is refused', (value, message) => {
    expect(() => readAcmFault(value)).toThrow(message);
  });
});
