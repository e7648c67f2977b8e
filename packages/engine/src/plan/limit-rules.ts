import type { Finding, Material, StoreLimits, Tags } from '@certctl/plugin-api';

/** What the service's published limits refuse, seen offline. */
export function limitFindings(limits: StoreLimits, material: Material, tags: Tags): Finding[] {
  return [...sizeFindings(limits, material), ...tagFindings(limits, tags)];
}

function sizeFindings(limits: StoreLimits, material: Material): Finding[] {
  const sizes = [
    ['the private key', limits.privateKeyBytes, material.privateKey.pem().length],
    ['the certificate', limits.certificateBytes, material.leaf.pem.length],
    ['the chain', limits.chainBytes, material.chain.reduce((sum, each) => sum + each.pem.length, 0)],
  ] as const;
  return sizes.flatMap(([what, limit, bytes]) =>
    limit && bytes > limit.most
      ? [
          {
            code: 'material_beyond_limit',
            severity: 'refusal' as const,
            message: `${what} has ${bytes} bytes of PEM; the service takes ${limit.most}`,
            remedy: 'Have a smaller certificate issued: fewer names, or a smaller key.',
            source: limit.source,
          },
        ]
      : [],
  );
}

function tagFindings(limits: StoreLimits, tags: Tags): Finding[] {
  const rule = limits.tags;
  if (!rule) return [];
  const problems: string[] = [];
  const count = Object.keys(tags).length;
  if (count > rule.most)
    problems.push(`${count} tags, provenance and present ones included; at most ${rule.most}`);
  const characters = rule.characters === undefined ? undefined : new RegExp(`^(?:${rule.characters})$`, 'u');
  for (const [name, value] of Object.entries(tags)) {
    if (name.length === 0 || name.length > rule.nameLength) {
      problems.push(
        `the name ${JSON.stringify(name.slice(0, 40))} has ${name.length} characters; 1 to ${rule.nameLength}`,
      );
    }
    if (value.length > rule.valueLength) {
      problems.push(`the value of ${name} has ${value.length} characters; at most ${rule.valueLength}`);
    }
    if (characters && !(characters.test(name) && characters.test(value))) {
      problems.push(`${JSON.stringify(name)} holds a character that the service does not take`);
    }
    const prefix = rule.reservedPrefixes.find((reserved) => name.toLowerCase().startsWith(reserved));
    if (prefix !== undefined) problems.push(`${name} begins with ${prefix}, which the vendor reserves`);
  }
  return problems.map((message) => ({
    code: 'tags_beyond_limit',
    severity: 'refusal',
    message,
    remedy: 'Correct the tags of the target.',
    source: rule.source,
  }));
}
