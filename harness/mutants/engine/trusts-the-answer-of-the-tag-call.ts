import { mutant } from '../mutant.js';

export default mutant({
  name: 'trusts-the-answer-of-the-tag-call',
  defect: 'Tags count as set because the call was answered; they are not read again.',
  file: 'packages/engine/src/flow/apply-tags.ts',
  replace: [{ from: '    if (sent || failed) {', to: '    if (sent) return [];\n    if (sent || failed) {' }],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > goes back when tags are answered well and never show',
  },
});
