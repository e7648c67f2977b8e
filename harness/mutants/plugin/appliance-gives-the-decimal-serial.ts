import { mutant } from '../mutant.js';

export default mutant({
  name: 'appliance-gives-the-decimal-serial',
  defect: 'The serial is given as the service writes it, in decimal.',
  file: 'harness/reference/src/memory-appliance-store.ts',
  replace: [
    {
      from: 'serial: serialFromDecimal(serial)',
      to: "serial: serial.replace(/^0+/, '')",
    },
  ],
  killedBy: { slug: 'proof/serial-is-hexadecimal', on: 'memory-serial-appliance' },
});
