import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-allows-what-is-refused',
  defect: 'An unknown field is passed over.',
  file: 'plugins/aws-acm/src/config.ts',
  replace: [
    {
      from: `export const acmConfig = z
  .strictObject({`,
      to: `export const acmConfig = z
  .object({`,
    },
  ],
  killedBy: { slug: 'config/unknown-field-is-refused', on: 'aws-acm' },
});
