import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-impatient',
  defect: 'The plugin sends an import again when its answer is late.',
  file: 'plugins/aws-acm/src/acm-api.ts',
  replace: [
    {
      from: "        return answered((await acm.send(command, { abortSignal })).CertificateArn, 'CertificateArn');",
      to: `        const late = new Promise<undefined>((resolve) => {
          setTimeout(() => resolve(undefined), 100).unref();
        });
        const inTime = await Promise.race([acm.send(command, { abortSignal }), late]);
        const { CertificateArn } = inTime ?? (await acm.send(command, { abortSignal }));
        return answered(CertificateArn, 'CertificateArn');`,
    },
  ],
  killedBy: { slug: 'deadline/unanswered-import-is-found', on: 'aws-acm' },
});
