export { fakeAcm } from './fake-acm/fake-acm-environment.js';
export { fakeElbv2 } from './fake-elbv2/fake-elbv2-environment.js';
export { fakeVault } from './fake-vault/fake-vault-environment.js';
export { folder } from './folder/folder-environment.js';
export { memoryBindingSubject } from './memory/memory-binding-subject.js';
export { memoryStoreSubject } from './memory/memory-store-subject.js';
export { memoryVaultSubject } from './memory/memory-vault-subject.js';
export { anybodysCertificate, type StandInStore, standInStore } from './memory/stand-in-store.js';
export type { Subject } from './memory/subject.js';
