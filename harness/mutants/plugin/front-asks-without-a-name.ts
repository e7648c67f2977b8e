import { mutant } from '../mutant.js';

export default mutant({
  name: 'front-asks-without-a-name',
  defect: 'The handshake asks for no name, so that the certificate of another site is shown, or none.',
  file: 'harness/reference/src/tls-handshake.ts',
  replace: [
    {
      from: 'servername: serverName, rejectUnauthorized',
      to: 'servername: serverName.slice(serverName.length), rejectUnauthorized',
    },
  ],
  killedBy: { slug: 'deploy/first-import-is-held', on: 'memory-front' },
});
