import { DeleteCertificateCommand } from '@aws-sdk/client-acm';
import {
  AddListenerCertificatesCommand,
  OperationNotPermittedException,
  TooManyCertificatesException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../../test-support/acm-session.js';
import { elbv2Session, movesOf } from '../../../test-support/elbv2-session.js';

describe('AddListenerCertificates', () => {
  it('adds to the list, again without effect, and never marks a default', async () => {
    const { add, listed, held, another, emulator, loadBalancer } = await elbv2Session();
    const [one, two] = [await another(), await another()];
    await add(one);
    const { Certificates } = await add(two);
    const list = [
      { CertificateArn: one, IsDefault: false },
      { CertificateArn: two, IsDefault: false },
    ];
    expect(Certificates).toEqual(list);
    expect((await add(one)).Certificates).toEqual(list);
    expect(await listed()).toEqual([
      [held, true],
      [one, false],
      [two, false],
    ]);
    expect(emulator.state.certificate(one)?.inUseBy).toEqual([loadBalancer]);
  });

  it('may add the default, which is then listed twice', async () => {
    const { add, listed, held, elbv2 } = await elbv2Session();
    elbv2.settings.defaultListed = 'twice';
    const twice = [
      [held, true],
      [held, false],
    ];
    expect(await listed()).toEqual(twice);
    elbv2.settings.defaultListed = 'once';
    expect(await listed()).toEqual([[held, true]]);
    await add(held);
    expect(await listed()).toEqual(twice);
  });

  it.each(['application', 'network'] as const)('adds 25 to a load balancer of type %s', async (type) => {
    const { add, elbv2, loadBalancer, held, seeded, made, client, modify } = await elbv2Session({
      loadBalancer: { type },
    });
    const port = 8443;
    const other = elbv2.seedListener({ loadBalancer, port, certificate: held });
    const arns = Array.from({ length: 26 }, () => seeded(made));
    for (const arn of arns.slice(0, 13)) await add(arn);
    // The default of a listener is not counted, on its list or not.
    await add(held);
    const toOther = movesOf(client, other);
    for (const arn of arns.slice(13, 25)) await toOther.add(arn);
    const last = arns[25] ?? '';
    for (const full of [add, toOther.add]) {
      expect(await full(last).catch((error: unknown) => error)).toBeInstanceOf(TooManyCertificatesException);
      expect(elbv2.requests.all().at(-1)).toMatchObject({
        error: 'TooManyCertificates',
        rule: 'elbv2/certificates-quota',
      });
    }
    // With another default, what was the default before is counted.
    expect((await refusal(modify(last))).name).toBe('TooManyCertificatesException');
    elbv2.settings.quotas = {
      certificatesPerApplicationLoadBalancer: 26,
      certificatesPerNetworkLoadBalancer: 26,
    };
    await add(last);
  });

  it('takes one certificate a call, which is not marked and can be served', async () => {
    const { add, client, listener, elbv2, another, held } = await elbv2Session();
    const [one, two] = [await another(), await another()];
    const rule = () => elbv2.requests.all().at(-1)?.rule;
    expect(await refusal(add(one, two))).toEqual({
      name: 'ValidationError',
      status: 400,
      message: "Up to '1' certificate ARNs can be specified, but '2' were specified",
    });
    expect(rule()).toBe('elbv2/certificates-per-call');
    const Certificates = [{ CertificateArn: one, IsDefault: false }];
    const marked = client.send(new AddListenerCertificatesCommand({ ListenerArn: listener, Certificates }));
    await refusal(marked);
    expect(rule()).toBe('elbv2/is-default');
    const missing = held.replace(/[^/]*$/, '00000000-0000-4000-8000-000000000000');
    expect((await refusal(add(missing))).name).toBe('CertificateNotFoundException');
    await refusal(add(await another({ names: ['192.0.2.1'] })));
    expect(rule()).toBe('elbv2/supported-certificate');
    elbv2.settings.certificatesPerCall = 10;
    expect((await add(one, two)).Certificates).toHaveLength(2);
  });

  it('adds none to a listener without TLS', async () => {
    const { elbv2, client, held } = await elbv2Session();
    const network = elbv2.seedLoadBalancer({ type: 'network' });
    const plain = elbv2.seedListener({ loadBalancer: network, protocol: 'TCP', port: 80 });
    const { add, listed, remove } = movesOf(client, plain);
    for (const change of [add, remove])
      expect(await refusal(change(held))).toMatchObject({
        name: 'ValidationError',
        message: 'A certificate cannot be specified for TCP listeners',
      });
    expect(elbv2.requests.all().at(-1)?.rule).toBe('elbv2/certificates-of-tls-only');
    expect(await listed()).toEqual([]);
  });
});

describe('RemoveListenerCertificates', () => {
  it('removes from the list, and ends the use', async () => {
    const { add, remove, listed, held, another, acm, emulator } = await elbv2Session();
    const one = await another();
    await add(one);
    const deletion = () => acm.send(new DeleteCertificateCommand({ CertificateArn: one }));
    expect((await refusal(deletion())).name).toBe('ResourceInUseException');
    await remove(one);
    expect(await listed()).toEqual([[held, true]]);
    expect((await refusal(deletion())).name).toBe('ResourceInUseException');
    emulator.settings.inUseGrace = 0;
    await deletion();
  });

  it('does not remove the default, unless it is in the list too and may be', async () => {
    const { add, remove, listed, held, elbv2 } = await elbv2Session();
    const refused = async () => {
      const thrown = await remove(held).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(OperationNotPermittedException);
      expect(elbv2.requests.all().at(-1)).toMatchObject({
        error: 'OperationNotPermitted',
        rule: 'elbv2/remove-default',
      });
    };
    await refused();
    await add(held);
    await refused();
    elbv2.settings.removeListedDefault = 'unlist';
    await remove(held);
    expect(await listed()).toEqual([[held, true]]);
    await refused();
  });

  it('answers for one that is not in the list as it is told to', async () => {
    const { remove, another, elbv2 } = await elbv2Session();
    const one = await another();
    expect((await refusal(remove(one))).name).toBe('CertificateNotFoundException');
    expect(elbv2.requests.all().at(-1)?.rule).toBe('elbv2/remove-unlisted');
    elbv2.settings.removeUnlisted = 'OperationNotPermitted';
    expect((await refusal(remove(one))).name).toBe('OperationNotPermittedException');
    elbv2.settings.removeUnlisted = 'ignore';
    await remove(one);
  });
});
