import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-lost-answer-is-refused',
  defect: 'A connection that breaks is taken for a refusal.',
  file: 'harness/reference/src/manifest.ts',
  replace: [
    {
      from: '    class: error.failureClass,',
      to: "    class: error.code === 'ECONNRESET' ? 'refused' : error.failureClass,",
    },
  ],
  killedBy: { slug: 'bind/lost-answer-is-looked-at', on: 'memory-balancer' },
});
