import { Agent, get } from 'node:https';
import { describe, expect, it } from 'vitest';
import { authority, imported, leaf } from '../../test-support/acm-session.js';
import { elbv2Session, fingerprint, handshake } from '../../test-support/elbv2-session.js';
import { manualClock } from '../server/clock.js';

describe('what a listener serves', () => {
  it('is its default, with the chain and the key that ACM holds', async () => {
    const { elbv2, listener, acm, modify } = await elbv2Session();
    const root = await authority();
    const intermediate = await authority({ subject: 'CN=Intermediate', issuer: root });
    const made = await leaf({ issuer: intermediate });
    await modify(await imported(acm, { made, chain: intermediate.certificatePem }));
    const { host, port } = await elbv2.listenTls(listener);
    const status = await new Promise((resolve, reject) => {
      const agent = new Agent({ ca: root.certificatePem });
      const request = get({ host, port, servername: 'www.example.com', agent }, (answer) =>
        resolve(answer.statusCode),
      );
      request.on('error', reject);
    });
    expect(status).toBe(200);
  });

  it('follows a change of the listener and a re-import under its ARN', async () => {
    const { elbv2, listener, acm, held, made, modify, another } = await elbv2Session();
    const address = await elbv2.listenTls(listener);
    expect(await handshake(address, 'www.example.com')).toBe(fingerprint(made));
    const renewed = await leaf();
    await imported(acm, { made: renewed, arn: held });
    expect(await handshake(address, 'www.example.com')).toBe(fingerprint(renewed));
    expect(Buffer.from(elbv2.serves(listener)?.leaf ?? []).equals(renewed.parsed.der)).toBe(true);
    const next = await another();
    await modify(next);
    expect(elbv2.serves(listener, 'www.example.com')?.certificateArn).toBe(next);
    expect(await handshake(address)).not.toBe(fingerprint(renewed));
  });

  it('is chosen by the name: the very one, a wildcard, else the default', async () => {
    const { elbv2, listener, made, seeded, add } = await elbv2Session();
    const wildcard = await leaf({ names: ['*.shop.example'] });
    const exact = await leaf({ names: ['Api.shop.example', 'www.example.com'] });
    for (const each of [wildcard, exact]) await add(seeded(each));
    const address = await elbv2.listenTls(listener);
    for (const [name, expected] of [
      ['api.shop.example', exact],
      ['API.shop.example', exact],
      ['web.shop.example', wildcard],
      ['deep.web.shop.example', made],
      ['shop.example', made],
      ['other.example', made],
      // Of two that have the very name, the first: the default.
      ['www.example.com', made],
      [undefined, made],
    ] as const)
      expect([name, await handshake(address, name)]).toEqual([name, fingerprint(expected)]);
  });

  it('may be of any kind of key', async () => {
    const { elbv2, listener, seeded, modify } = await elbv2Session();
    const address = await elbv2.listenTls(listener);
    for (const algorithm of ['RSA_2048', 'EC_secp384r1', 'EC_secp521r1'] as const) {
      const made = await leaf({ algorithm });
      await modify(seeded(made));
      expect(await handshake(address, 'www.example.com')).toBe(fingerprint(made));
    }
  });

  it('lags behind a change, and behind a re-import, as long as propagation takes', async () => {
    const clock = manualClock();
    const { elbv2, listener, acm, held, made, modify, seeded } = await elbv2Session({
      acm: { clock },
      elb: { propagation: 2_000 },
    });
    const address = await elbv2.listenTls(listener);
    const shown = () => handshake(address, 'www.example.com');
    expect(await shown()).toBe(fingerprint(made));
    clock.advance(5_000);
    const renewed = await leaf();
    await imported(acm, { made: renewed, arn: held });
    expect(await shown()).toBe(fingerprint(made));
    clock.advance(2_000);
    expect(await shown()).toBe(fingerprint(renewed));
    const next = await leaf();
    await modify(seeded(next));
    clock.advance(1_999);
    expect(await shown()).toBe(fingerprint(renewed));
    clock.advance(1);
    expect(await shown()).toBe(fingerprint(next));
  });

  it('is nothing when the certificate or the listener is gone, and without TLS', async () => {
    const { elbv2, listener, emulator, loadBalancer } = await elbv2Session();
    const address = await elbv2.listenTls(listener);
    emulator.reset();
    await expect(handshake(address, 'www.example.com')).rejects.toThrow();
    elbv2.reset();
    await expect(handshake(address, 'www.example.com')).rejects.toThrow();
    await expect(elbv2.listenTls(listener)).rejects.toThrow(/there is no listener/);
    expect(() => elbv2.seedListener({ loadBalancer })).toThrow(/there is no load balancer/);
    const network = elbv2.seedLoadBalancer({ type: 'network' });
    const plain = elbv2.seedListener({ loadBalancer: network, protocol: 'TCP' });
    await expect(elbv2.listenTls(plain)).rejects.toThrow(/speaks TCP, not TLS/);
  });

  it('is served at a port that is asked for', async () => {
    const { elbv2, listener } = await elbv2Session();
    const free = await elbv2.listenTls(listener);
    await free.close();
    expect((await elbv2.listenTls(listener, { port: free.port })).port).toBe(free.port);
  });
});
