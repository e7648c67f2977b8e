import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-handshake-remembered',
  defect: 'A handshake is made once, and what it showed is told from then on.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [
    {
      from: `  const shake = ({ listener, slot }: Config, call: Call) =>
`,
      to: `  let seen: Promise<Uint8Array> | undefined;
  const shake = ({ listener, slot }: Config, call: Call) =>
    seen ??=
`,
    },
  ],
  killedBy: { slug: 'bind/handshake-decides', on: 'memory-balancer' },
});
