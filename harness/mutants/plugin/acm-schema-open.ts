import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-schema-open',
  defect: 'Anything may stand in the configuration, says its schema.',
  file: 'plugins/aws-acm/src/config.ts',
  replace: [
    {
      from: `export const acmConfig = z
  .strictObject({`,
      to: `export const acmConfig = z
  .looseObject({`,
    },
  ],
  killedBy: { slug: 'config/gives-json-schema', on: 'aws-acm' },
});
