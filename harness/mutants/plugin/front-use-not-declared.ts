import { mutant } from '../mutant.js';

export default mutant({
  name: 'front-use-not-declared',
  defect: 'An import that is served at once is declared as one that something has yet to be pointed at.',
  file: 'harness/reference/src/memory-front-store.ts',
  replace: [
    {
      from: '      bindsItself: true,',
      to: '      bindsItself: false,',
    },
  ],
  killedBy: { slug: 'serving/undeclared-uses-nothing', on: 'memory-front' },
});
