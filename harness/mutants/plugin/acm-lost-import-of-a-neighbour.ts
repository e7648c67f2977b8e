import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-lost-import-of-a-neighbour',
  defect: 'A lost import is taken for arrived when another target holds the same leaf.',
  file: 'plugins/aws-acm/src/find-by-leaf.ts',
  replace: [
    {
      from: '    return targetId !== undefined && (targetId !== provenance.targetId || instance !== provenance.instance);',
      to: "    return targetId === '' && instance === provenance.instance;",
    },
  ],
  killedBy: { slug: 'errors/lost-request-is-not-a-neighbour', on: 'aws-acm' },
});
