import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-adds-under-another-name',
  defect:
    'Whoever lacks the permission to add to a list is told to add the one for the default, which they have.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [
    {
      from: "await call.attempt('balancer:AddExtra', async () => balancer.addExtra(listener, reference));",
      to: "await call.attempt('balancer:SetDefault', async () => balancer.addExtra(listener, reference));",
    },
  ],
  killedBy: { slug: 'bind/missing-permission-leaves-the-consumer', on: 'memory-balancer' },
});
