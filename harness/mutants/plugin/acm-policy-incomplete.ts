import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-policy-incomplete',
  defect: 'The policy that is printed leaves a call out.',
  file: 'plugins/aws-acm/src/iam-policy.ts',
  replace: [
    {
      from: `      operation !== assumeRolePermission.operation &&
`,
      to: `      operation !== assumeRolePermission.operation &&
      operation !== 'acm:GetCertificate' &&
`,
    },
  ],
  killedBy: { slug: 'permissions/policies-grant-what-is-declared', on: 'aws-acm' },
});
