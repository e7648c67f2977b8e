import { buildEmulators, type ContainerImage } from '../src/index.js';
import { lowkeyImage } from './lowkey-image.js';
import { nodeImage } from './node-image.js';
import { obtainImage } from './obtain-image.js';
import { type PythonImages, pythonImages } from './python-image.js';

/** The images of the tier, each obtained once: pulled where that can be, and otherwise built of packages. */
export class LocalImages {
  #python: Promise<PythonImages> | undefined;
  #emulators: Promise<ContainerImage> | undefined;

  constructor(private readonly how: { readonly mayPull: boolean }) {}

  /** Our own doubles, on the base that could be had. */
  emulators(): Promise<ContainerImage> {
    this.#emulators ??= obtainImage('base', nodeImage, this.how).then((base) => buildEmulators(base));
    return this.#emulators;
  }

  moto(): Promise<ContainerImage> {
    return obtainImage('moto', async () => (await this.#pythonImages()).moto, this.how);
  }

  localstack(): Promise<ContainerImage> {
    return obtainImage('localstack', async () => (await this.#pythonImages()).localstack, this.how);
  }

  lowkeyVault(): Promise<ContainerImage> {
    return obtainImage('lowkey-vault', lowkeyImage, this.how);
  }

  #pythonImages(): Promise<PythonImages> {
    this.#python ??= pythonImages();
    return this.#python;
  }
}
