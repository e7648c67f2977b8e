import { mutant } from '../mutant.js';

export default mutant({
  name: 'front-handshake-remembered',
  defect: 'A handshake is made only when the service says that something was installed.',
  file: 'harness/reference/src/memory-front-store.ts',
  replace: [
    {
      from: `    const shown = await call.attempt('front:Handshake', (signal) => handshake(endpoint, signal));
`,
      to: `    const known = remembered.get(site);
    const isKnown = known?.installs === found.installs;
    const shown = isKnown
      ? known.shown
      : await call.attempt('front:Handshake', (signal) => handshake(endpoint, signal));
    remembered.set(site, { installs: found.installs, shown });
`,
    },
    {
      from: `  return definePlugin({
`,
      to: `  const remembered = new Map<string, { installs: number; shown: Shown }>();
  return definePlugin({
`,
    },
  ],
  killedBy: { slug: 'deploy/show-tells-what-is-held', on: 'memory-front' },
});
