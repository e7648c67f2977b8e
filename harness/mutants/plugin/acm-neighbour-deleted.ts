import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-neighbour-deleted',
  defect: 'A rollback deletes what it finds in the list, and not what it made.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: `    await this.#api.delete(referenceOf(place), call);
`,
      to: `    for await (const page of this.#api.list(call)) {
      for (const { CertificateArn } of page) {
        if (CertificateArn !== undefined && place.reference) await this.#api.delete(CertificateArn, call);
      }
    }
`,
    },
  ],
  killedBy: { slug: 'rollback/first-import-is-removed', on: 'aws-acm' },
});
