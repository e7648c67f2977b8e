import { ConformanceError } from '../../doors/conformance-error.js';

/**
 * An SDK that only a look at a real endpoint needs: authors of other plugins do not install it.
 * @throws ConformanceError when it is missing
 */
export async function loadSdk<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing || !error.message.includes(name)) throw error;
    throw new ConformanceError(
      `the endpoint is looked at with ${name}, which is not installed\nInstall it beside the suite: npm install --save-dev ${name}`,
    );
  }
}
