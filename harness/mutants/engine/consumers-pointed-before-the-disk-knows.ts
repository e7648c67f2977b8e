import { mutant } from '../mutant.js';

export default mutant({
  name: 'consumers-pointed-before-the-disk-knows',
  defect: 'A load balancer is pointed at the new certificate before it is on disk that one will be.',
  file: 'packages/engine/src/flow/progress.ts',
  replace: [{ from: "if (phase !== 'tagging') this.#isSafe = false;", to: '' }],
  killedBy: {
    file: 'packages/engine/src/flow/progress.test.ts',
    test: 'tags that are set soon after an import was answered > are the only ones: consumers are pointed when the disk knows of it',
  },
});
