import { mutant } from '../mutant.js';

export default mutant({
  name: 'names-of-a-consumer-lost',
  defect: 'A listener is pointed at a certificate that does not cover the names which it serves now.',
  file: 'packages/engine/src/binding/binding-planner.ts',
  replace: [
    {
      from: "  if (serves && purpose === 'deploy') {",
      to: "  if (serves && purpose === 'rollback') {",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/bindings.test.ts',
    test: 'what is refused before anything is sent > a certificate that does not cover what a consumer serves now',
  },
});
