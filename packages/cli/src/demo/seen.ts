import { X509Certificate } from 'node:crypto';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { PROVENANCE_TAGS } from '@certctl/plugin-api';
import type { Check, Standing } from './act.js';
import { publicKeyOf } from './handshake.js';
import type { Stage } from './stage.js';

/** Looks into the emulator's store and does a handshake: both must have the leaf, byte for byte. */
export async function seesLeaf(stage: Stage, { arn, current }: Standing, whose: string): Promise<Check[]> {
  const wanted = new X509Certificate(current.certificatePem);
  const held = stage.held();
  const presented = await stage.handshake(arn);
  const serial = presented.certificate.serialNumber.toLowerCase();
  return [
    {
      what: `the store holds ${whose} leaf under the ARN, and no second certificate`,
      holds: held?.arn === arn && wanted.raw.equals(held.leaf),
    },
    {
      what: `${presented.protocol} handshake: ${whose} leaf, serial ${serial}, trusted by the client`,
      holds: presented.trusted && wanted.raw.equals(presented.certificate.raw),
    },
  ];
}

/** A server without the private key could not have completed the handshake. */
export async function seesKey(stage: Stage, { arn, current }: Standing, whose: string): Promise<Check> {
  const { certificate } = await stage.handshake(arn);
  const presented = publicKeyOf(certificate);
  return {
    what: `the handshake was signed with ${whose} key (public key SHA-256 ${presented.slice(0, 16)}…)`,
    holds: presented === publicKeyOf(new X509Certificate(current.certificatePem)),
  };
}

/** Neither leaf is presented: somebody has to act. */
export async function seesStranger(stage: Stage, arn: string, known: readonly IssuedLeaf[]): Promise<Check> {
  const { certificate } = await stage.handshake(arn);
  return {
    what: `handshake: neither the old nor the new leaf, but serial ${certificate.serialNumber.toLowerCase()}`,
    holds: known.every(
      ({ certificatePem }) => !new X509Certificate(certificatePem).raw.equals(certificate.raw),
    ),
  };
}

/** The operator's tag and every tag of ours. */
export function seesTags(stage: Stage): Check {
  const tags = stage.held()?.tags ?? {};
  const wanted = ['env', ...Object.values(PROVENANCE_TAGS)];
  return {
    what: `tags: ${Object.entries(tags)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
    holds: wanted.every((name) => name in tags) && tags.env === 'production',
  };
}

/** Counted in the emulator's own log. */
export function sawWrites(stage: Stage, before: number, expected: number): Check {
  const count = stage.writes() - before;
  return { what: `${count} requests in the emulator’s log that write`, holds: count === expected };
}
