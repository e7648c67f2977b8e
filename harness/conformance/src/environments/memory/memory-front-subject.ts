import { createPrivateKey, X509Certificate } from 'node:crypto';
import { derFromPem, readCertificates } from '@certctl/certificate';
import { MemoryFront, memoryFrontStore, tlsHandshake, VirtualClock } from '@certctl/reference';
import { defineEnvironment } from '../../environment/define-environment.js';
import type { RequestKind } from '../../environment/request-kind.js';
import type { ObservedPlace, Pems, Stage } from '../../environment/stage.js';
import { handshake } from '../serves-own-key.js';
import { memoryCommandSends } from './memory-command-sends.js';
import { MemoryWire } from './memory-wire.js';
import type { Subject } from './subject.js';

const REQUESTS: Readonly<Record<string, RequestKind>> = {
  status: { operation: 'front:Status', moves: ['resolve'] },
  tlsHandshake: { operation: 'front:Handshake', moves: ['inspect', 'read'] },
  install: { operation: 'front:Install', write: true, moves: ['import'] },
  uninstall: { operation: 'front:Uninstall', write: true, moves: ['remove'] },
};

/** The reference store that serves at once what it is given and shows it to visitors alone: TLS on 127.0.0.1. */
export function memoryFrontSubject(): Subject {
  const clock = new VirtualClock();
  const wire = new MemoryWire(REQUESTS);
  let current: MemoryFront | undefined;
  const front = (): MemoryFront => {
    if (!current) throw new Error('the environment was not started');
    return current;
  };
  const visits = { tlsHandshake };
  const visitor = wire.reaching(() => visits);
  const plugin = memoryFrontStore(wire.reaching(front), (endpoint, signal) =>
    visitor.tlsHandshake(endpoint, signal),
  );
  const shown = (site: string) => {
    const { host, port, serverName } = front().endpoint(site);
    return handshake({ host, port, servername: serverName });
  };
  /** Somebody else's hand on the files of the front: its own count of installations is as it was. */
  const put = (site: string, { certificatePem, chainPem, privateKeyPem }: Pems) => {
    // What a front cannot serve, nobody can put there.
    const belongs = new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(privateKeyPem));
    if (!belongs) throw new Error('the key is of another certificate');
    const chainPems = chainPem === '' ? [] : readCertificates(chainPem, 'chain').map(({ pem }) => pem);
    front().serve(site, { leafPem: certificatePem, chainPems, keyPem: privateKeyPem });
  };
  const stage: Stage = {
    host: {},
    clock,
    commandSends: memoryCommandSends,
    target: (name) => ({ site: name }),
    observe: async () => {
      const places: ObservedPlace[] = [];
      for (const [reference, { chainPems, installs }] of front().sites) {
        const leaf = await shown(reference);
        if (!leaf) continue;
        const chain = chainPems.map((pem) => derFromPem(pem));
        // A handshake that has ended has shown that the key is that of the leaf.
        const held = { leaf, chain, keyBelongs: true, enabled: true, revision: String(installs) };
        places.push({ reference, state: 'held', revisions: [held] });
      }
      return places;
    },
    seed: async ({ target, ...pems }) => {
      put(target, pems);
      return target;
    },
    overwrite: async (reference, pems) => put(reference, pems),
    vanish: async (reference) => front().drop(reference),
    serves: async (reference) => (front().sites.has(reference) ? shown(reference) : undefined),
    moves: new Set(Object.values(REQUESTS).flatMap(({ moves }) => moves ?? [])),
    wire: () => [...wire.requests],
    arm: (order) => wire.arm(order),
    heal: () => wire.heal(),
    reset: async () => {
      for (const site of [...front().sites.keys()]) front().drop(site);
      wire.reset();
    },
    close: async () => {
      await front().close();
      current = undefined;
    },
  };
  return {
    plugin,
    environment: defineEnvironment({
      name: plugin.alias,
      title: 'a front in memory with a TLS listener of its own',
      tier: 'embedded',
      serves: [plugin.type],
      notProven: [
        'Nothing of a real service: this one is an object in the same process, though its listener is real.',
      ],
      start: async () => {
        current = await MemoryFront.start(clock);
        return stage;
      },
    }),
  };
}
