import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

/** Every text in a document, its keys apart. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** `acm` of `acm:ImportCertificate`, `Microsoft.KeyVault` of `Microsoft.KeyVault/vaults/…`; undefined for other texts. */
function serviceOf(operation: string): string | undefined {
  return /^([A-Za-z.]+)[:/]\S+$/.exec(operation)?.[1];
}

export default defineCase({
  slug: 'permissions/policies-grant-what-is-declared',
  level: 'capability',
  kind: 'any',
  requires: [{ declares: 'policies' }],
  title:
    'The policies that the plugin prints grant every declared call that needs a grant, and nothing else; without the optional ones, what is required.',
  why: 'A policy with a call too little fails at night; one with a call too much is found by the auditor.',
  source: 'the contract: Permission, policies',
  remedy: 'Make the policies of the list of permissions.',
  async run(world) {
    const { permissions } = world.plugin;
    const documents = (optional: boolean) =>
      Object.values(world.plugin.policies).map((render) => stringsIn(render({ optional })));
    const services = new Set(permissions.map(({ operation }) => serviceOf(operation)));
    const isCall = (text: string) => services.has(serviceOf(text));
    const wanted = permissions.flatMap(({ grant }) => stringsIn(grant).filter(isCall));
    const all = documents(true).flat().filter(isCall);
    expectEqual(
      'calls that no policy grants',
      wanted.filter((call) => !all.includes(call)),
      [],
    );
    expectEqual(
      'what is granted and not declared',
      all.filter((call) => !wanted.includes(call)),
      [],
    );
    const required = permissions
      .filter(({ need, grant }) => need === 'required' && grant)
      .map(({ operation }) => operation);
    const least = documents(false);
    expectEqual(
      'required calls that no policy of the least grants',
      required.filter((operation) => !least.some((granted) => granted.includes(operation))),
      [],
    );
    const main = least.find((granted) => required.some((operation) => granted.includes(operation))) ?? [];
    const optional = permissions.filter(({ need }) => need === 'optional').map(({ operation }) => operation);
    expectEqual(
      'optional calls that the policy of the least grants',
      optional.filter((operation) => main.includes(operation)),
      [],
    );
  },
});
