import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-optional-is-required',
  defect: 'Without the permission to read tags nothing is deployed.',
  file: 'plugins/aws-acm/src/inspect-certificate.ts',
  replace: [
    {
      from: '  if (isPermissionMissing(tags.reason)) return { degraded: [LIST_TAGS] };',
      to: '  if (isPermissionMissing(tags.reason) && LIST_TAGS.length < 3) return { degraded: [LIST_TAGS] };',
    },
  ],
  killedBy: { slug: 'permissions/optional-one-missing-degrades', on: 'aws-acm' },
});
