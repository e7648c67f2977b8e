import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { leaf } from '../../../test-support/acm-session.js';
import { importBody, pfxOf, raw, V, vaultSession } from '../../../test-support/vault-session.js';
import { manualClock } from '../../server/clock.js';
import type { FakeVaultOptions } from '../fake-vault.js';

const made = await leaf();

async function world(options: FakeVaultOptions = {}) {
  const session = await vaultSession(options);
  const send = async (method: string, path: string, body?: object, query = V) => {
    const answer = await raw(session.emulator, method, `${path}?${query}`, body && { body });
    return { ...answer, rule: session.emulator.requests.all().at(-1)?.rule ?? 'ok' };
  };
  const imported = async (more: object = {}, name = 'site') =>
    (await send('POST', `/certificates/${name}/import`, importBody(made, more))).body;
  return { ...session, send, imported };
}

const versionOf = (bundle: { id: string }) => bundle.id.split('/').at(-1) ?? '';

describe('a bundle', () => {
  it('names key and secret of its version, thumbprint and times, under the address that was asked', async () => {
    const clock = manualClock(Date.now());
    const { imported, emulator } = await world({ clock });
    const bundle = await imported({ tags: { a: 'b' } });
    const at = `site/${versionOf(bundle)}`;
    const now = Math.floor(clock.now() / 1000);
    expect(bundle).toEqual({
      id: `${emulator.url}/certificates/${at}`,
      kid: `${emulator.url}/keys/${at}`,
      sid: `${emulator.url}/secrets/${at}`,
      x5t: createHash('sha1').update(made.parsed.der).digest('base64url'),
      cer: Buffer.from(made.parsed.der).toString('base64'),
      attributes: {
        enabled: true,
        nbf: made.parsed.notBefore / 1000,
        exp: made.parsed.notAfter / 1000,
        created: now,
        updated: now,
        recoveryLevel: 'Recoverable+Purgeable',
        recoverableDays: 90,
      },
      tags: { a: 'b' },
      policy: expect.any(Object),
      contentType: 'application/x-pkcs12',
    });
    const local = await fetch(`http://localhost:${emulator.port}/certificates/site?${V}`, {
      headers: { authorization: 'Bearer token-of-the-test' },
    });
    expect(JSON.parse(await local.text()).id).toBe(`http://localhost:${emulator.port}/certificates/${at}`);
  });
});

describe('a version', () => {
  it('has tags of its own, which the next one does not get', async () => {
    const { imported, send } = await world();
    const first = await imported({ tags: { a: 'b' } });
    expect((await imported()).tags).toEqual({});
    expect((await send('GET', `/certificates/site/${versionOf(first)}`)).body.tags).toEqual({ a: 'b' });
  });

  it('can be imported disabled, and be disabled', async () => {
    const { imported, send, emulator } = await world();
    const first = await imported({ attributes: { enabled: false } });
    expect(first.attributes.enabled).toBe(false);
    const path = `/certificates/site/${versionOf(first)}`;
    expect((await send('PATCH', path, { attributes: { enabled: true } })).body.attributes.enabled).toBe(true);
    expect(emulator.state.certificate('site')?.latest.enabled).toBe(true);
  });

  it('keeps its tags in an update without tags, and loses them all to one with', async () => {
    const { imported, send } = await world();
    const path = `/certificates/site/${versionOf(await imported({ tags: { a: '1', b: '2' } }))}`;
    expect((await send('PATCH', path, { attributes: { enabled: true } })).body.tags).toEqual({
      a: '1',
      b: '2',
    });
    expect((await send('PATCH', path, { tags: { c: '3' } })).body.tags).toEqual({ c: '3' });
    expect((await send('PATCH', path, { tags: {} })).body.tags).toEqual({});
  });

  it('that does not exist is not found', async () => {
    const { imported, send } = await world();
    await imported();
    const path = `/certificates/site/${'0'.repeat(32)}`;
    expect([(await send('GET', path)).status, (await send('PATCH', path, {})).status]).toEqual([404, 404]);
  });
});

describe('tags', () => {
  const tags = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${at}`, 'v']));

  it('are 15 at most', async () => {
    const { imported, send } = await world();
    expect(Object.keys((await imported({ tags: tags(15) })).tags)).toHaveLength(15);
    const refused = await send('POST', '/certificates/site/import', importBody(made, { tags: tags(16) }));
    expect([refused.status, refused.rule]).toEqual([400, 'tags/too-many']);
    const update = await send('PATCH', '/certificates/site', { tags: tags(16) });
    expect(update.rule).toBe('tags/too-many');
  });

  it.each([
    [{ ['n'.repeat(512)]: 'v'.repeat(512) }, 512, 'ok'],
    [{ ['n'.repeat(513)]: 'v' }, 512, 'tags/length'],
    [{ n: 'v'.repeat(513) }, 512, 'tags/length'],
    [{ '': 'v' }, 512, 'tags/length'],
    [{ n: 'v'.repeat(257) }, 256, 'tags/length'],
  ])('have a length (%#)', async (sent, tagLength, rule) => {
    const { send } = await world({ tagLength });
    expect((await send('POST', '/certificates/site/import', importBody(made, { tags: sent }))).rule).toBe(
      rule,
    );
  });
});

describe('lists', () => {
  it('come in pages that the SDK follows', async () => {
    const { certificates, imported } = await world({ pageSize: 2 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await imported({}, name);
    const names: string[] = [];
    for await (const { name } of certificates.listPropertiesOfCertificates()) names.push(name ?? '');
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('end with the page that is full', async () => {
    const { imported, send } = await world({ pageSize: 2 });
    for (const name of ['a', 'b', 'c', 'd']) await imported({}, name);
    const first = (await send('GET', '/certificates')).body;
    const token = new URL(first.nextLink).searchParams.get('$skiptoken');
    const second = (await send('GET', '/certificates', undefined, `${V}&$skiptoken=${token}`)).body;
    expect([first.value.length, second.value.length, second.nextLink]).toEqual([2, 2, null]);
    expect((await send('GET', '/deletedcertificates', undefined, `${V}&$skiptoken=${token}`)).status).toBe(
      400,
    );
  });

  it('name the latest version without its id, and versions with it', async () => {
    const { imported, send, emulator } = await world();
    const first = await imported({ tags: { a: '1' } });
    const second = await imported({ tags: { a: '2' } });
    const names = (await send('GET', '/certificates', undefined, `${V}&includePending=true&maxresults=25`))
      .body;
    expect(names).toMatchObject({
      value: [{ id: `${emulator.url}/certificates/site`, tags: { a: '2' }, x5t: second.x5t }],
      nextLink: null,
    });
    const { body } = await send('GET', '/certificates/site/versions');
    expect(body.value.map(({ id }: { id: string }) => id)).toEqual([first.id, second.id].sort());
  });

  it('of versions are in no order that says anything, unless that is switched', async () => {
    const { imported, send, emulator } = await world({ versionOrder: 'as-made' });
    for (let count = 0; count < 6; count += 1) await imported();
    const listed = (await send('GET', '/certificates/site/versions')).body.value.map(versionOf);
    const made = emulator.state.certificate('site')?.versions.map(({ version }) => version) ?? [];
    expect(listed).toEqual(made);
    emulator.settings.versionOrder = 'by-id';
    const sorted = (await send('GET', '/certificates/site/versions')).body.value.map(versionOf);
    expect(sorted).toEqual(made.toSorted());
  });

  it.each(['maxresults=0', 'maxresults=26', 'maxresults=x', '$skiptoken=abc'])('refuse %s', async (query) => {
    const { send } = await world();
    expect((await send('GET', '/certificates', undefined, `${V}&${query}`)).status).toBe(400);
  });

  it('of the versions of a name that is not there are not found', async () => {
    const { send } = await world();
    expect((await send('GET', '/certificates/site/versions')).status).toBe(404);
  });
});

describe('late reads', () => {
  it('answer reads of the latest with the version before, and those of a version with that version', async () => {
    const { certificates, secrets, emulator } = await world({ lateReads: { reads: 1 } });
    const first = await certificates.importCertificate('site', pfxOf(made));
    await expect(certificates.getCertificate('site')).rejects.toMatchObject({ statusCode: 404 });
    const second = await certificates.importCertificate('site', pfxOf(made));
    const version = second.properties.version ?? '';
    expect((await certificates.getCertificateVersion('site', version)).properties.version).toBe(version);
    expect((await secrets.getSecret('site')).properties.version).toBe(first.properties.version);
    expect((await certificates.getCertificate('site')).properties.version).toBe(version);
    expect(emulator.state.certificate('site')?.latest.version).toBe(version);
  });

  it('can last for a time', async () => {
    const clock = manualClock(Date.now());
    const { send, imported } = await world({ clock, lateReads: { ms: 500 } });
    await imported();
    expect((await send('GET', '/certificates/site')).status).toBe(404);
    clock.advance(500);
    expect((await send('GET', '/certificates/site')).status).toBe(200);
  });
});
