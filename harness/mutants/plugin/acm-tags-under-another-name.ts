import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-tags-under-another-name',
  defect: 'Whoever lacks the permission to set tags is told to add the one for imports, which they have.',
  file: 'plugins/aws-acm/src/acm-api.ts',
  replace: [
    {
      from: "await this.#attempt(call, 'acm:AddTagsToCertificate', (abortSignal) =>",
      to: "await this.#attempt(call, 'acm:ImportCertificate', (abortSignal) =>",
    },
  ],
  killedBy: { slug: 'permissions/required-write-missing-leaves-what-was-held', on: 'aws-acm' },
});
