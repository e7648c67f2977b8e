import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-says-what-it-sent',
  defect: 'What was sent is shown as held, without a look.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: `    if (place.reference === undefined) return 'absent';
    try {
`,
      to: `    if (place.reference === undefined) return 'absent';
    if (sent.has(place.reference)) return sent.get(place.reference) ?? 'absent';
    try {
`,
    },
    {
      from: '    return { place: placeOf(arn) };',
      to: `    sent.set(arn, { leaf: material.leaf.der, chain: material.chain.map(({ der }) => der) });
    return { place: placeOf(arn) };`,
    },
    {
      from: '/** The moves of ACM. Long-lived',
      to: `const sent = new Map<string, Held>();

/** The moves of ACM. Long-lived`,
    },
  ],
  killedBy: { slug: 'proof/another-leaf-is-taken-back', on: 'aws-acm' },
});
