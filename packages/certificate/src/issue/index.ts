export { type Authority, type AuthorityOptions, issueAuthority } from './issue-authority.js';
export { type IssuedLeaf, issueLeaf, type KeyUsageName, type LeafOptions } from './issue-leaf.js';
export { issueMaterial } from './issue-material.js';
export type { KeyPair } from './key-pair.js';
