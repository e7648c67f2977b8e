export { buildEmulators } from './build-emulators.js';
export {
  type ContainerImage,
  type ImageName,
  imageOf,
  imageVariable,
  OFFICIAL_IMAGES,
} from './container-image.js';
export { fakeAcmContainer } from './environments/fake-acm-container.js';
export { fakeVaultContainer } from './environments/fake-vault-container.js';
export { localStack } from './environments/localstack.js';
export { lowkeyVault } from './environments/lowkey-vault.js';
export { moto } from './environments/moto.js';
export { type RunningContainer, startContainer } from './start-container.js';
export { sweepContainers } from './sweep-containers.js';
