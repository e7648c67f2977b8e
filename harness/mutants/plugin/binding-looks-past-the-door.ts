import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-looks-past-the-door',
  defect: 'A consumer is looked at outside of any attempt.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [
    {
      from: `      async inspect({ config }, call) {
        try {`,
      to: `      async inspect({ config }, call) {
        try {
          balancer.describe(config.listener);`,
    },
  ],
  killedBy: { slug: 'bind/only-what-is-declared', on: 'memory-balancer' },
});
