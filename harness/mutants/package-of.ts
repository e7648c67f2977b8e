/** The folder of the package that a file belongs to, from the repository's root: `packages/engine`. */
export function packageOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}
