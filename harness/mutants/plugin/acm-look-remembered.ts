import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-look-remembered',
  defect: 'What was seen once is shown for as long as the process lives.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: `  readonly #api: AcmApi;
`,
      to: `  readonly #api: AcmApi;
  readonly #seen = new Map<string, Promise<Observation>>();
`,
    },
    {
      from: '    return inspectCertificate(place.reference, this.#api, call);',
      to: `    const seen = this.#seen.get(place.reference) ?? inspectCertificate(place.reference, this.#api, call);
    this.#seen.set(place.reference, seen);
    return seen;`,
    },
  ],
  killedBy: { slug: 'deploy/show-tells-what-is-held', on: 'aws-acm' },
});
