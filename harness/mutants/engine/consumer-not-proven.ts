import { mutant } from '../mutant.js';

export default mutant({
  name: 'consumer-not-proven',
  defect: 'A consumer counts as bound because the service has answered the call that points it there.',
  file: 'packages/engine/src/binding/bind.ts',
  replace: [
    {
      from: "    await proveConsumer(consumer, wanted, call.during('prove'), this.clock, this.timing);\n",
      to: '    void proveConsumer;\n',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/consumer-failures.test.ts',
    test: 'a consumer that fails > takes everything back when it never shows the new certificate',
  },
});
