import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-opens-with-a-request',
  defect: 'The plugin asks who it is when it is opened, outside of any deploy.',
  file: 'plugins/aws-acm/src/aws-acm.ts',
  replace: [
    {
      from: '    return new AcmStore(await openClients(connection, services));',
      to: `    const clients = await openClients(connection, services);
    await clients.acm.send(new clients.acmSdk.ListCertificatesCommand({}));
    return new AcmStore(clients);`,
    },
  ],
  killedBy: { slug: 'contract/opens-without-a-request', on: 'aws-acm' },
});
