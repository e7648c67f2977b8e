import { mutant } from '../mutant.js';

export default mutant({
  name: 'bindings-of-what-serves-itself',
  defect: 'A target that has nothing to be pointed is deployed with its bindings.',
  file: 'packages/engine/src/binding/binding-resolver.ts',
  replace: [
    {
      from: '      if (store.capabilities.bindsItself) {\n',
      to: '      if (store.capabilities.bindsItself && store.capabilities.activates) {\n',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/served-at-once.test.ts',
    test: 'a store that serves what it is given at once, and is proven by a TLS handshake > takes no bindings: there is nothing to point',
  },
});
