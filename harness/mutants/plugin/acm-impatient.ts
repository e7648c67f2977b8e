import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-impatient',
  defect: 'The plugin gives an import a time of its own, and up when that is over.',
  file: 'plugins/aws-acm/src/acm-api.ts',
  replace: [
    {
      from: "        return answered((await acm.send(command, { abortSignal })).CertificateArn, 'CertificateArn');",
      to: `        const late = new Promise<never>((_, reject) => {
          setTimeout(() => reject(Object.assign(new Error('late'), { name: 'ValidationException' })), 40).unref();
        });
        const sent = acm.send(command, { abortSignal });
        return answered((await Promise.race([sent, late])).CertificateArn, 'CertificateArn');`,
    },
  ],
  killedBy: { slug: 'calls/slow-answer-is-waited-for', on: 'aws-acm' },
});
