import { X509Certificate } from 'node:crypto';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { ObservedVersion } from '@certctl/emulators';
import { type Act, type Check, standingOf } from './act.js';
import { publicKeyOf } from './handshake.js';
import type { Stage } from './stage.js';

export const vaultImport: Act = {
  title: 'The same certificate into Key Vault',
  about:
    'One certificate, a second cloud: a PKCS#12 with its chain becomes a version under a name. Consumers take the id of its secret: without a version it follows renewals.',
  expected: 'deployed',
  async play(stage, memory) {
    const { current } = standingOf(memory);
    const outcome = await stage.engine.deploy(stage.request(current, stage.vaultTarget));
    const version = outcome.status === 'deployed' ? outcome.revisionReference : undefined;
    const [first] = stage.versions();
    return {
      ended: { outcome },
      checks: [
        { what: `consumers take ${outcome.reference}`, holds: outcome.reference !== undefined },
        {
          what: `or, for this version alone, …/${first?.version}`,
          holds: version?.endsWith(first?.version ?? '?') === true,
        },
        await seesInVault(stage, current, 'the'),
      ],
    };
  },
};

export const vaultRestored: Act = {
  title: 'A renewal in the vault that goes wrong',
  about:
    'Another leaf is stored than was sent. A version cannot be taken back, so the old material, with its key, chain, tags and policy, becomes a newer one, and the bad version is disabled.',
  expected: 'restored',
  async play(stage, memory) {
    const { current } = standingOf(memory);
    // What stands in ACM by now is the newer one; the vault still has the first.
    const renewed = await stage.engine.deploy(stage.request(current, stage.vaultTarget));
    const fault = stage.vault.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const outcome = await stage.engine.deploy(stage.request(await stage.issue(), stage.vaultTarget));
    const [bad, latest] = stage.versions().slice(-2);
    return {
      ended: { outcome },
      checks: [
        { what: 'before it, the vault was renewed to what ACM has', holds: renewed.status === 'deployed' },
        { what: 'the vault did hold a wrong certificate in between', holds: fault.used === 1 },
        { what: `version ${bad?.version} is disabled`, holds: bad?.enabled === false },
        {
          what: 'the latest has the old chain and the old tags',
          holds: latest?.chain.length === 1 && latest.tags.env === 'production',
        },
        await seesInVault(stage, current, 'the OLD'),
      ],
    };
  },
};

export const vaultUndeleted: Act = {
  title: 'A deleted name, recovered only when asked',
  about:
    'Somebody has deleted the certificate in the vault. A deploy is refused; one that names this deletion recovers the name, for once.',
  expected: 'deployed',
  async play(stage) {
    await stage.deleteFromVault();
    const leaf = await stage.issue();
    const refused = await stage.engine.deploy(stage.request(leaf, stage.vaultTarget));
    const deletion = refused.plan?.steps.find((step) => step.kind === 'undelete');
    const undelete = deletion?.kind === 'undelete' ? deletion.deletion : '';
    const outcome = await stage.engine.deploy({
      ...stage.request(leaf, stage.vaultTarget),
      acts: { undelete },
    });
    return {
      ended: { outcome },
      checks: [
        {
          what: `unasked: ${refused.status}, and nothing was recovered`,
          holds: refused.status === 'refused',
        },
        { what: `asked, with --undelete ${undelete}`, holds: undelete !== '' },
        await seesInVault(stage, leaf, 'the new'),
      ],
    };
  },
};

/** The latest version past the API, and a handshake with what a consumer of it has. */
async function seesInVault(stage: Stage, leaf: IssuedLeaf, whose: string): Promise<Check> {
  const wanted = new X509Certificate(leaf.certificatePem);
  const presented = await stage.vaultHandshake();
  const serial = presented.certificate.serialNumber.toLowerCase();
  return {
    what: `${presented.protocol} handshake: ${whose} leaf and key, serial ${serial}, trusted by the client`,
    holds:
      presented.trusted &&
      isThis(stage.versions().at(-1), wanted) &&
      publicKeyOf(presented.certificate) === publicKeyOf(wanted),
  };
}

function isThis(version: ObservedVersion | undefined, wanted: X509Certificate): boolean {
  return version?.enabled === true && version.keyMatches && wanted.raw.equals(version.leaf);
}
