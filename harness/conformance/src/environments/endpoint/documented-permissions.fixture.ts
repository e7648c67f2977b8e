import { readFileSync } from 'node:fs';

const DOCUMENT = new URL('../../../../../docs/conformance.md', import.meta.url);

/** The permissions that the document on endpoints names for a cloud, as they are printed there. */
export function documentedPermissions(cloud: 'aws' | 'azure'): unknown {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [, block] =
    new RegExp(`<!-- permissions:${cloud} -->\\s+\`\`\`json\\n([^]+?)\`\`\``).exec(text) ?? [];
  if (block === undefined) throw new Error(`the document names no permissions for ${cloud}`);
  return JSON.parse(block);
}
