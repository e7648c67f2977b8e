import { mutant } from '../mutant.js';

export default mutant({
  name: 'own-site-keeps-the-certificate',
  defect: 'A first certificate that is served at once counts as in use, so that a wrong one stays.',
  file: 'packages/engine/src/flow/withdraw.ts',
  replace: [
    {
      from: '    if (plugin.capabilities.bindsItself) return false;\n',
      to: '    if (plugin.capabilities.bindsItself) call.signal.throwIfAborted();\n',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/served-at-once.test.ts',
    test: 'a store that serves what it is given at once, and is proven by a TLS handshake > serves nothing again when the first certificate is not the one that was sent, though its own site uses it',
  },
});
